#!/usr/bin/env bash
# Installs Kiln's Debian package in a clean Debian, builds an image there with the stand-in installer, as the user that the
# package makes, and purges the package again. The Debian is unpacked by mmdebstrap, from where this host's apt fetches. Needs
# root and 3 GiB in TMPDIR; about ten minutes for each release without KVM.
#   package-test.sh PACKAGE.deb [CODENAME…]     bookworm and trixie when none is named
set -euo pipefail
here=$(realpath "$(dirname "$0")")
package=$(realpath "${1:?usage: package-test.sh PACKAGE.deb [CODENAME…]}")
shift
[ $# -gt 0 ] || set -- bookworm trixie
[ "$(id -u)" = 0 ] || { echo "package-test.sh: needs root" >&2; exit 4; }

codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
  awk -v codename="$codename" '$2 == codename { print $1; exit }')
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-package.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT

# What is done in the new system, in this order; each function runs there, as root.
install_package() {
  export DEBIAN_FRONTEND=noninteractive
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  apt-get update -q
  apt-get install -q -y --no-install-recommends /work/kiln.deb
}
look_at_it() {
  set -x
  kiln version
  getent passwd kiln
  id -nG kiln | grep -qw kvm
  grep -q '^shared_group: kiln' /etc/kiln/site.yaml
  kiln explain web --site /etc/kiln/site.yaml > /dev/null
  test -e /usr/share/man/man1/kiln.1.gz
  test -e /usr/share/bash-completion/completions/kiln
  test -e /usr/share/zsh/vendor-completions/_kiln
  test -e /usr/share/fish/vendor_completions.d/kiln.fish
  if command -v systemd-analyze > /dev/null; then
    systemd-analyze verify --man=no kiln-nightly.service kiln-nightly-root.service
    systemd-analyze security --offline=true kiln-nightly.service | tail -n 1
  fi
}
build_as_kiln() {
  install -d -o kiln -g kiln /var/lib/kiln
  cd /var/lib/kiln
  run() { runuser -u kiln -- "$@" --recipes /etc/kiln/recipes --store /var/lib/kiln/store --site /etc/kiln/site.yaml; }
  runuser -u kiln -- kiln doctor --store /var/lib/kiln/store --site /etc/kiln/site.yaml || true
  run kiln build standin -o /var/lib/kiln/images
  ls -l /var/lib/kiln/images
  run kiln plan standin -o /var/lib/kiln/images
}
purge_package() {
  apt-get purge -q -y kiln
  ! dpkg-query -W kiln 2> /dev/null
  ! [ -e /etc/kiln/site.yaml ]
  test -z "$(find / -xdev -path /var/lib/kiln -prune -o -path /work -prune -o -path /proc -prune -o -iname '*kiln*' -print \
    | tee /dev/stderr)"
  test -e /var/lib/kiln/images/standin-1.qcow2
}

inside() { # a function
  unshare --mount bash -euc '
    mount --make-rprivate /
    for folder in proc sys dev; do mount --rbind /$folder "$1/$folder"; done
    exec chroot "$1" bash -euc "$2"' inside "$root" "$(declare -f "$1"); $1"
}

"$here/stand-in-recipes.sh" "$work/recipes" standin
for codename in "$@"; do
  root=$work/$codename
  echo "== $codename: unpacking a clean system from $mirror"
  mmdebstrap --quiet --variant=apt "$codename" "$root" "$mirror"
  install -d -m 755 "$root/work"
  cp "$package" "$root/work/kiln.deb"
  echo "== $codename: apt install"
  start=$SECONDS
  inside install_package > "$work/apt.log" 2>&1 || { tail -n 40 "$work/apt.log" >&2; exit 1; }
  echo "installed in $((SECONDS - start)) s"
  inside look_at_it
  cp "$work"/recipes/{vmlinuz,initrd.gz,standin.yaml} "$root/etc/kiln/recipes/"
  echo "== $codename: an image by the stand-in installer, as the user kiln"
  start=$SECONDS
  inside build_as_kiln
  echo "built in $((SECONDS - start)) s"
  rm "$root"/etc/kiln/recipes/*
  echo "== $codename: apt purge"
  inside purge_package > "$work/apt.log" 2>&1 || { tail -n 40 "$work/apt.log" >&2; exit 1; }
  echo "== $codename: installed, built and purged"
  rm -rf --one-file-system "$root"
done
