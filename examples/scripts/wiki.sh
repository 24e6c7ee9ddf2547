#!/bin/sh
# The wiki is a git repository that nginx serves under /wiki/.
set -eu
cat > /etc/nginx/snippets/wiki.conf <<'EOF'
location /wiki/ {
  alias /srv/wiki/;
  location ~ /\.git { deny all; }
}
EOF
sed -i '/server_name _;/a\	include snippets/wiki.conf;' /etc/nginx/sites-available/default
nginx -t
git -C /srv/wiki init --quiet --initial-branch=main
git -C /srv/wiki -c user.name=Kiln -c user.email=kiln@localhost add -A
git -C /srv/wiki -c user.name=Kiln -c user.email=kiln@localhost commit --quiet --message='The first page'
