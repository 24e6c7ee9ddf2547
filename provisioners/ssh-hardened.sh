#!/bin/sh
# Keys only, and host keys of the machine's own: made at its first boot, since an image has none.
set -eu
mkdir -p /etc/ssh/sshd_config.d
cat > /etc/ssh/sshd_config.d/10-hardened.conf <<'EOF'
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
X11Forwarding no
EOF

cat > /etc/systemd/system/ssh-host-keys.service <<'EOF'
[Unit]
Description=Make the SSH host keys that are missing
Before=ssh.service
ConditionPathExistsGlob=!/etc/ssh/ssh_host_*_key

[Service]
Type=oneshot
ExecStart=/usr/bin/ssh-keygen -A

[Install]
WantedBy=multi-user.target ssh.service
EOF
systemctl enable ssh-host-keys.service
