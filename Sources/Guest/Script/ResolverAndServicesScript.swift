/// Shell functions for ``CommandWrapper`` about the files that are set aside while a command runs: what it makes of them
/// stays, and what it leaves alone comes back to the byte.
///
/// - `/etc/resolv.conf`: libguestfs has put the appliance's own in its place before, and puts back what was there when the
///   command has ended. One that the command made is moved aside, for the host to put in place after that.
/// - `policy-rc.d` keeps Debian's maintainer scripts from starting services (invoke-rc.d(8)).
enum ResolverAndServicesScript {
  static let resolver = "/etc/resolv.conf"
  /// Where the resolver file lies that the command made.
  static let keptResolver = "/etc/resolv.conf.kiln"

  /// What became of the resolver file, as the wrapper tells the host.
  enum Resolver: String {
    case untouched, made, removed
  }

  static let functions = #"""
    resolver=\#(resolver)
    resolver() {
      if [ -L "$resolver" ]; then echo "link $(readlink "$resolver")"
      elif [ -f "$resolver" ]; then echo "file $(cat "$resolver")"
      elif [ -e "$resolver" ]; then echo other
      else echo none; fi
    }
    set_resolver_aside() {
      resolver_is=\#(Resolver.untouched.rawValue)
      case $(resolver) in
        "$borrowed") return 0 ;;
        none) resolver_is=\#(Resolver.removed.rawValue); return 0 ;;
      esac
      if ! mv -f "$resolver" \#(keptResolver) 2>/dev/null; then
        chattr -i "$resolver" 2>/dev/null && mv -f "$resolver" \#(keptResolver) || return 1
        echo "kiln: $name made $resolver immutable: the file is kept, that attribute is not"
      fi
      resolver_is=\#(Resolver.made.rawValue)
    }

    policy=/usr/sbin/policy-rc.d
    blocked='exit 101 # kiln: no service is started while an image is built'
    is_there() { [ -e "$1" ] || [ -L "$1" ]; }
    is_debian() { [ -e /var/lib/dpkg/status ]; }
    is_ours() { [ -f "$policy" ] && { read -r _ && IFS= read -r line; } <"$policy" && [ "$line" = "$blocked" ]; }
    block_services() {
      blocking=yes
      if is_there "$policy"; then mv "$policy" "$policy.kiln" || return 1; fi
      printf '%s\n' '#!/bin/sh' "$blocked" >"$policy"
    }
    unblock_services() {
      [ "${blocking:-}" ] || return 0
      if ! is_ours; then rm -f "$policy.kiln"; return; fi
      rm -f "$policy"
      if is_there "$policy.kiln"; then mv "$policy.kiln" "$policy"; fi
    }
    """#
}
