#!/bin/sh
# Makes an image fit for a cloud, and as fit where there is none: cloud-init does what a cloud tells it, and where there is
# no cloud the machine comes up by DHCP as the distribution has set it up.
set -eu

# Of cloud-init's sources, those that announce themselves or cost nothing to look for.
mkdir -p /etc/cloud/cloud.cfg.d
cat > /etc/cloud/cloud.cfg.d/90-datasources.cfg <<'EOF'
datasource_list: [NoCloud, ConfigDrive, OpenStack, OpenNebula, Ec2, None]
EOF
