/// SPDX's names of licences, and what others call the same ones.
enum SPDXLicense {
  static let reference = "LicenseRef-"

  /// SPDX's identifier of a licence that is written in any way; a reference for one that it has none for.
  static func named(_ written: String) -> LicenseExpression {
    .license(identifier(written) ?? reference(to: written))
  }

  static func named(_ written: String, with exception: String) -> LicenseExpression {
    guard !exception.isEmpty else { return named(written) }
    if let license = identifier(written), let exception = exceptions[key(exception)] {
      return .with(license, exception: exception)
    }
    return .license(reference(to: "\(written) with \(exception)"))
  }

  /// Whether it is SPDX's name of one that is not GNU's.
  static func isIdentifier(_ name: String) -> Bool { identifiers[name.lowercased()] == name }

  /// Whether it is SPDX's name of one of GNU's.
  static func isGNU(_ name: String) -> Bool { gnu(name.lowercased()) == name }

  private static func identifier(_ written: String) -> String? {
    let key = key(written)
    return identifiers[key] ?? aliases[key] ?? gnu(key)
  }

  /// As all names are compared: in lower case, with `-` between words.
  private static func key(_ written: String) -> String {
    var words = written.lowercased().split { $0 == " " || $0 == "_" || $0 == "-" }.map(String.init)
    if ["license", "licence", "exception"].contains(words.last), words.count > 1 { words.removeLast() }
    return words.joined(separator: "-")
  }

  /// SPDX 2.3, 10.1: letters, digits, `.` and `-`.
  private static func reference(to written: String) -> String {
    let written = written.hasPrefix(reference) ? written.dropFirst(reference.count) : written[...]
    var name = ""
    for scalar in written.unicodeScalars.prefix(200) {
      if scalar == "+" {
        name += "-or-later"
      } else if scalar.isASCII,
        scalar.properties.isAlphabetic || scalar == "." || ("0"..."9").contains(scalar)
      {
        name.unicodeScalars.append(scalar)
      } else if !name.isEmpty, name.last != "-" {
        name += "-"
      }
    }
    while name.last == "-" { name.removeLast() }
    return reference + (name.isEmpty ? "unnamed" : name)
  }

  /// Of GNU's licences, in SPDX's, Debian's and RPM's spelling: `GPL-2+`, `GPLv2+`, `LGPL-2.1-only`, `GFDL-NIV-1.3+`.
  private static func gnu(_ key: String) -> String? {
    // Few are, and looking is much quicker than matching.
    guard key.contains("gpl") || key.hasPrefix("gfdl") else { return nil }
    guard
      let found = key.wholeMatch(
        of:
          #/(agpl|lgpl|gpl|gfdl)(-niv)?-?v?([0-9](?:\.[0-9])?)(?:\.0)?(-no-invariants)?(\+|-or-later|-only)?/#
      )
    else { return nil }
    let (family, version) = (found.1.uppercased(), found.3.contains(".") ? String(found.3) : "\(found.3).0")
    guard versions[family]?.contains(version) == true else { return nil }
    // Identifiers of SPDX say whether later versions may be taken; a version alone means that one.
    let variant = found.2 == nil && found.4 == nil ? "" : "-no-invariants"
    let isLater = found.5 == "+" || found.5 == "-or-later"
    return "\(family)-\(version)\(variant)-\(isLater ? "or-later" : "only")"
  }

  private static let versions: [String: Set<String>] = [
    "GPL": ["1.0", "2.0", "3.0"], "LGPL": ["2.0", "2.1", "3.0"], "AGPL": ["1.0", "3.0"],
    "GFDL": ["1.1", "1.2", "1.3"],
  ]

  /// By key.
  private static let identifiers = Dictionary(
    """
    0BSD AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-1.0 Artistic-1.0-Perl Artistic-2.0 Beerware
    BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-LBNL BSD-4-Clause BSD-4-Clause-UC BSD-Protection
    BSD-Source-Code BSL-1.0 bzip2-1.0.6 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0
    CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CDDL-1.1 CPL-1.0 curl EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 FSFAP FSFUL FSFULLR FSFULLRWD FTL
    HPND HPND-sell-variant IBM-pibs ICU IJG ImageMagick Info-ZIP Intel IPA IPL-1.0 ISC JSON Latex2e libpng-2.0 Libpng
    libtiff Linux-OpenIB LPL-1.02 LPPL-1.3c MirOS MIT MIT-0 MIT-CMU MIT-feh MIT-Modern-Variant MPL-1.0 MPL-1.1 MPL-2.0
    MS-PL NCSA NTP OFL-1.0 OFL-1.1 OLDAP-2.8 OpenSSL OpenSSL-standalone PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 Python-2.0.1
    Qhull QPL-1.0 Ruby RSA-MD SGI-B-2.0 Sleepycat SMLNJ Spencer-86 Spencer-94 SSH-OpenSSH SSH-short SunPro TCL TCP-wrappers
    Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016 Unlicense UPL-1.0 Vim W3C WTFPL X11 XFree86-1.1 Xnet Zend-2.0 Zlib
    zlib-acknowledgement ZPL-2.1 blessing GPL-CC-1.0 snprintf
    """.split(whereSeparator: \.isWhitespace).map { ($0.lowercased(), String($0)) },
    uniquingKeysWith: { first, _ in first })

  private static let aliases = [
    "expat": "MIT", "mit/x11": "MIT", "mit/x": "MIT", "x": "X11", "mit-style": "MIT", "the-mit": "MIT",
    "apache": "Apache-2.0", "asl-2.0": "Apache-2.0", "asl-1.1": "Apache-1.1", "apache-2": "Apache-2.0",
    "apache-license-2.0": "Apache-2.0", "apache-license,-version-2.0": "Apache-2.0",
    "apache-software": "Apache-2.0",
    "bsd-2": "BSD-2-Clause", "bsd-3": "BSD-3-Clause", "bsd-4": "BSD-4-Clause",
    "bsd-2-clauses": "BSD-2-Clause",
    "bsd-3-clauses": "BSD-3-Clause", "bsd2": "BSD-2-Clause", "bsd3": "BSD-3-Clause",
    "bsd-2clause": "BSD-2-Clause",
    "bsd-3clause": "BSD-3-Clause", "3-clause-bsd": "BSD-3-Clause", "2-clause-bsd": "BSD-2-Clause",
    "bsd-3-clause-\"new\"-or-\"revised\"": "BSD-3-Clause", "new-bsd": "BSD-3-Clause",
    "simplified-bsd": "BSD-2-Clause",
    "bsd-4-clause-uc": "BSD-4-Clause-UC", "bsd-with-advertising": "BSD-4-Clause", "boost": "BSL-1.0",
    "boost-1.0": "BSL-1.0",
    "cc0": "CC0-1.0", "cc0-1": "CC0-1.0", "cc-by-sa": "CC-BY-SA-3.0", "mpl": "MPL-1.1", "mplv1.1": "MPL-1.1",
    "mplv2.0": "MPL-2.0",
    "mpl-2": "MPL-2.0", "mpl2": "MPL-2.0", "artistic": "Artistic-1.0", "artistic-2": "Artistic-2.0",
    "zlib/libpng": "Zlib", "python": "Python-2.0", "psf": "PSF-2.0", "psfl": "PSF-2.0", "psf-2": "PSF-2.0",
    "ofl": "OFL-1.1",
    "sil-ofl-1.1": "OFL-1.1", "ofl-1.1-rfn": "OFL-1.1", "openldap": "OLDAP-2.8", "openldap-2.8": "OLDAP-2.8",
    "unicode": "Unicode-DFS-2016", "wtfpl-2": "WTFPL", "libtiff-license": "libtiff", "ijg-license": "IJG",
    "vim-license": "Vim",
    "ftl-license": "FTL", "epl": "EPL-1.0", "isc-license": "ISC", "curl-license": "curl",
    "fsfap-license": "FSFAP",
    "gpl+": "GPL-1.0-or-later", "lgpl+": "LGPL-2.0-or-later", "zplv2.1": "ZPL-2.1", "ruby-license": "Ruby",
    "0bsd-license": "0BSD", "bzip2": "bzip2-1.0.6", "hpnd-license": "HPND", "tcl/tk": "TCL",
    "fsful-license": "FSFUL",
  ]

  private static let exceptions = [
    "classpath": "Classpath-exception-2.0", "classpath-exception-2.0": "Classpath-exception-2.0",
    "gcc-exception-3.1": "GCC-exception-3.1", "gcc": "GCC-exception-3.1", "llvm": "LLVM-exception",
    "linux-syscall-note": "Linux-syscall-note", "libtool": "Libtool-exception",
    "bison": "Bison-exception-2.2",
    "bison-exception-2.2": "Bison-exception-2.2", "bison-2.2": "Bison-exception-2.2",
    "font": "Font-exception-2.0",
    "font-exception-2.0": "Font-exception-2.0", "autoconf-exception-2.0": "Autoconf-exception-2.0",
    "autoconf-exception-3.0": "Autoconf-exception-3.0", "autoconf": "Autoconf-exception-generic",
    "bootloader": "Bootloader-exception", "ocaml-linking": "OCaml-LGPL-linking-exception",
  ]
}
