import Families

/// Names of the Common Platform Enumeration (NIST IR 7695), where they are known: of systems that say theirs, of Debian and Ubuntu, and
/// of what vulnerabilities are most often told of.
enum KnownCPE {
  /// A formatted string of version 2.3, from one or from a URI of version 2.2; nil for neither.
  static func formatted(_ name: String) -> String? {
    if name.hasPrefix("cpe:2.3:") { return name.split(separator: ":").count == 13 ? name : nil }
    guard name.hasPrefix("cpe:/") else { return nil }
    let fields = name.dropFirst("cpe:/".count).split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count >= 3, fields.count <= 7, ["a", "h", "o"].contains(fields[0]) else { return nil }
    return text(fields.map(String.init))
  }

  static func system(_ id: String, version: String?) -> String? {
    ForeignNames.cpe(id).map { text(["o", $0.vendor, $0.product, version ?? ""]) }
  }

  /// Of a package, by its source and the version that its authors gave it.
  static func package(_ package: BillOfMaterials.Package) -> String? {
    guard let product = products[package.source] ?? numbered(package.source) else { return nil }
    var version = package.sourceVersion[...]
    if let colon = version.firstIndex(of: ":") { version = version[version.index(after: colon)...] }
    if let dash = version.lastIndex(of: "-") { version = version[..<dash] }
    // What Debian left out of it, or took before it was there.
    for mark in ["+dfsg", "+ds", "+really", "~"] {
      if let range = version.ranges(of: mark).first { version = version[..<range.lowerBound] }
    }
    return text(["a", product.vendor, product.name, String(version)])
  }

  private static func numbered(_ source: String) -> (vendor: String, name: String)? {
    for (beginning, product) in families where source.hasPrefix(beginning) {
      let rest = source.dropFirst(beginning.count)
      if !rest.isEmpty, rest.allSatisfy({ $0.isNumber || $0 == "." }) { return product }
    }
    return nil
  }

  /// Fields that are not there are any.
  private static func text(_ fields: [String]) -> String {
    let all = (0..<11).map { index in
      index < fields.count && !fields[index].isEmpty ? escaped(fields[index]) : "*"
    }
    return "cpe:2.3:" + all.joined(separator: ":")
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, sign in
      let isPlain = sign.isASCII && (sign.isLetter || sign.isNumber || "._-".contains(sign))
      result += isPlain ? String(sign).lowercased() : sign.isASCII && !sign.isWhitespace ? "\\\(sign)" : "_"
    }
  }

  private static let families: [(String, (vendor: String, name: String))] = [
    ("python", ("python", "python")), ("postgresql-", ("postgresql", "postgresql")),
    ("openjdk-", ("oracle", "openjdk")), ("php", ("php", "php")), ("ruby", ("ruby-lang", "ruby")),
    ("gcc-", ("gnu", "gcc")), ("golang-", ("golang", "go")),
  ]

  /// By source package; the names that NVD's records use.
  private static let products: [String: (vendor: String, name: String)] = [
    "apache2": ("apache", "http_server"), "httpd": ("apache", "http_server"),
    "apt": (ForeignNames.debian, "advanced_package_tool"),
    "bash": ("gnu", "bash"), "bind9": ("isc", "bind"), "bind": ("isc", "bind"),
    "binutils": ("gnu", "binutils"),
    "busybox": ("busybox", "busybox"), "bzip2": ("bzip", "bzip2"), "cloud-init": ("canonical", "cloud-init"),
    "coreutils": ("gnu", "coreutils"), "cpio": ("gnu", "cpio"), "cups": ("openprinting", "cups"),
    "curl": ("haxx", "curl"),
    "dbus": ("freedesktop", "dbus"), "dnsmasq": ("thekelleys", "dnsmasq"), "docker.io": ("docker", "docker"),
    "dovecot": ("dovecot", "dovecot"), "dpkg": (ForeignNames.debian, "dpkg"),
    "e2fsprogs": ("e2fsprogs_project", "e2fsprogs"),
    "exim4": ("exim", "exim"), "expat": ("libexpat_project", "libexpat"), "file": ("file_project", "file"),
    "git": ("git-scm", "git"), "glib2.0": ("gnome", "glib"), "glib2": ("gnome", "glib"),
    "glibc": ("gnu", "glibc"),
    "gnupg2": ("gnupg", "gnupg"), "gnutls28": ("gnu", "gnutls"), "gnutls": ("gnu", "gnutls"),
    "grub2": ("gnu", "grub2"),
    "gzip": ("gnu", "gzip"), "haproxy": ("haproxy", "haproxy"), "isc-dhcp": ("isc", "dhcp"),
    "krb5": ("mit", "kerberos_5"),
    "less": ("greenwoodsoftware", "less"), "libarchive": ("libarchive", "libarchive"),
    "libgcrypt20": ("gnupg", "libgcrypt"), "libssh": ("libssh", "libssh"), "libssh2": ("libssh2", "libssh2"),
    "libxml2": ("xmlsoft", "libxml2"), "linux": ("linux", "linux_kernel"),
    "kernel": ("linux", "linux_kernel"),
    "lz4": ("lz4_project", "lz4"), "mariadb": ("mariadb", "mariadb"), "memcached": ("memcached", "memcached"),
    "ncurses": ("gnu", "ncurses"), "nghttp2": ("nghttp2", "nghttp2"), "nginx": ("f5", "nginx"),
    "nodejs": ("nodejs", "node.js"),
    "openldap": ("openldap", "openldap"), "openssh": ("openbsd", "openssh"),
    "openssl": ("openssl", "openssl"),
    "openvpn": ("openvpn", "openvpn"), "pam": ("linux-pam", "linux-pam"), "patch": ("gnu", "patch"),
    "pcre2": ("pcre", "pcre2"),
    "perl": ("perl", "perl"), "postfix": ("postfix", "postfix"), "qemu": ("qemu", "qemu"),
    "redis": ("redis", "redis"),
    "rsync": ("samba", "rsync"), "rsyslog": ("rsyslog", "rsyslog"), "samba": ("samba", "samba"),
    "shadow": (ForeignNames.debian, "shadow"),
    "sqlite3": ("sqlite", "sqlite"), "sqlite": ("sqlite", "sqlite"), "squid": ("squid-cache", "squid"),
    "sudo": ("sudo_project", "sudo"), "systemd": ("systemd_project", "systemd"), "tar": ("gnu", "tar"),
    "tiff": ("libtiff", "libtiff"), "tomcat10": ("apache", "tomcat"), "tzdata": ("iana", "tz_database"),
    "unzip": ("info-zip", "unzip"),
    "util-linux": ("kernel", "util-linux"), "vim": ("vim", "vim"), "wget": ("gnu", "wget"),
    "xz-utils": ("tukaani", "xz"), "xz": ("tukaani", "xz"), "zlib": ("zlib", "zlib"),
    "libzstd": ("facebook", "zstandard"),
  ]
}
