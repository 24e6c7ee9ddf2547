import Testing
@testable import Images

@Suite struct LicenseExpressionTests {
  @Test(arguments: [
    // Debian's names.
    ("Expat", "MIT"), ("GPL-2+", "GPL-2.0-or-later"), ("GPL-2", "GPL-2.0-only"),
    ("LGPL-2.1+", "LGPL-2.1-or-later"),
    ("GPL-3.0+", "GPL-3.0-or-later"), ("BSD-3-clause", "BSD-3-Clause"),
    ("GFDL-NIV-1.3+", "GFDL-1.3-no-invariants-or-later"),
    ("public-domain", "LicenseRef-public-domain"), ("GPL-1+ or Artistic", "GPL-1.0-or-later OR Artistic-1.0"),
    ("GPL-2+ or Artistic-2.0, and BSD-3-clause", "(GPL-2.0-or-later OR Artistic-2.0) AND BSD-3-Clause"),
    ("GPL-2+ with OpenSSL exception", "LicenseRef-GPL-2-or-later-with-OpenSSL-exception"),
    ("GPL-3+ with GCC-exception-3.1 exception", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    // RPM's, old and new.
    ("GPLv2+", "GPL-2.0-or-later"), ("LGPLv2", "LGPL-2.0-only"), ("ASL 2.0", "Apache-2.0"),
    ("GPL+", "GPL-1.0-or-later"),
    ("(GPLv2+ or AFL-2.1) and GPLv2+", "(GPL-2.0-or-later OR AFL-2.1) AND GPL-2.0-or-later"),
    ("LicenseRef-Fedora-Public-Domain", "LicenseRef-Fedora-Public-Domain"),
    ("Public Domain and MIT", "LicenseRef-Public-Domain AND MIT"),
    ("Apache-2.0 WITH LLVM-exception OR NCSA", "Apache-2.0 WITH LLVM-exception OR NCSA"),
    // SPDX's own, and those of libraries.
    ("GPL-2.0-or-later", "GPL-2.0-or-later"), ("LGPL-2.1-only AND MIT", "LGPL-2.1-only AND MIT"),
    ("Apache License 2.0", "Apache-2.0"), ("MIT License", "MIT"),
    ("GFDL-1.3-no-invariants-only", "GFDL-1.3-no-invariants-only"),
    // What makes no sense is kept as a name.
    ("GPL-9", "LicenseRef-GPL-9"), ("(MIT", "LicenseRef-MIT"), ("MIT and", "LicenseRef-MIT-and"),
    ("", "LicenseRef-unnamed"),
    ("MIT and MIT", "MIT"), ("π", "LicenseRef-unnamed"),
  ]) func namesAreSPDXs(_ written: String, _ expected: String) {
    #expect(LicenseExpression.parse(written).text == expected)
  }

  @Test func deepNestingEnds() {
    let text = String(repeating: "(", count: 5000) + "MIT" + String(repeating: ")", count: 5000)
    #expect(LicenseExpression.parse(text).text.hasPrefix("LicenseRef-"))
  }

  @Test func copyrightFilesAreRead() {
    let head = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nSource: x\n"
    let files =
      "\nFiles: *\nCopyright: A\nLicense: GPL-2+\n text\n .\n more\n\nFiles: lib/*\nCopyright: B\nLicense: Expat\n"
    #expect(CopyrightFile.license(head + files) == "GPL-2.0-or-later AND MIT")
    // A text by itself, and the same again.
    #expect(
      CopyrightFile.license(head + files + "\nLicense: Zlib\n text\n\nFiles: debian/*\nLicense: Expat\n")
        == "GPL-2.0-or-later AND MIT")
    #expect(CopyrightFile.license(head + "License: ISC\n") == "ISC")
    for text in ["", head, "This is GPL.\n\nFiles: *\nLicense: MIT\n", head + "\nLicense: MIT\n"] {
      #expect(CopyrightFile.license(text) == nil, "\(text)")
    }
  }
}
