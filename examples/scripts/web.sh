#!/bin/sh
# nginx starts at boot and says no more of itself than asked.
set -eu
cat > /etc/nginx/conf.d/server-tokens.conf <<EOF
server_tokens ${SERVER_TOKENS:-off};
EOF
nginx -t
systemctl enable nginx.service
