#!/bin/sh
# Makes an image fit for a cloud, and as fit where there is none: cloud-init configures what a cloud tells it,
# and without a cloud the machine comes up by DHCP.
set -eu

# Of cloud-init's sources, those that announce themselves or cost nothing to look for.
mkdir -p /etc/cloud/cloud.cfg.d
cat > /etc/cloud/cloud.cfg.d/90-datasources.cfg <<'EOF'
datasource_list: [NoCloud, ConfigDrive, OpenStack, OpenNebula, Ec2, None]
EOF

# Any wired card, by DHCP, and no waiting for a cable at boot.
if [ -d /etc/network ]; then
  cat > /etc/network/interfaces <<'EOF'
source /etc/network/interfaces.d/*

auto lo
iface lo inet loopback

allow-hotplug eth0
iface eth0 inet dhcp
EOF
fi
