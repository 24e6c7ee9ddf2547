#!/bin/sh
# nginx starts at boot and says no more of itself than asked.
set -eu
sed -i "s/^\([[:space:]]*\)#*[[:space:]]*server_tokens .*/\1server_tokens ${SERVER_TOKENS:-off};/" /etc/nginx/nginx.conf
nginx -t
systemctl enable nginx.service
