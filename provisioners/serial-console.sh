#!/bin/sh
# A login on the first serial port, and the boot loader's menu there too, however the image was installed.
set -eu
systemctl enable serial-getty@ttyS0.service

if [ -f /etc/default/grub ]; then
  mkdir -p /etc/default/grub.d
  cat > /etc/default/grub.d/50-serial.cfg <<'EOF'
GRUB_TERMINAL="console serial"
GRUB_SERIAL_COMMAND="serial --unit=0 --speed=115200"
GRUB_TIMEOUT=1
EOF
  update-grub
fi
