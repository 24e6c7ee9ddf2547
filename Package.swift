// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built with the same two habits: Swift 6's concurrency checks, and no warning left standing.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// A C library that exactly one target imports.
func library(_ name: String, pkgConfig: String) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig)
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: strict)
}

let package = Package(
  name: "kiln",
  products: [.executable(name: "kiln", targets: ["kiln"])],
  targets: [
    library("CYAML", pkgConfig: "yaml-0.1"),
    library("CArchive", pkgConfig: "libarchive"),
    library("CGuestFS", pkgConfig: "libguestfs"),
    library("CMicroHTTPD", pkgConfig: "libmicrohttpd"),
    library("CCurl", pkgConfig: "libcurl"),
    library("CXML2", pkgConfig: "libxml-2.0"),
    library("CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CLinux", path: "Sources/CLinux"),

    module("YAML", ["CYAML"]),
    module("Digests", ["CCrypto"]),
    module("Archive", ["CArchive"]),
    module("Guest", ["CGuestFS"]),
    module("HTTPServer", ["CMicroHTTPD"]),
    module("Subprocess"),
    module("Machine", ["Subprocess"]),
    module("Media", ["Archive", "Digests", "Subprocess", "CCurl", "CXML2"]),

    module("Recipes", ["YAML", "Digests", "CLinux"]),
    module("AnswerFiles", ["Recipes", "YAML"]),
    module("Planning", ["Recipes", "AnswerFiles", "Digests"]),

    module(
      "Factory",
      [
        "Archive", "Guest", "HTTPServer", "Subprocess", "Machine", "Media",
        "Recipes", "AnswerFiles", "Planning", "Digests", "YAML",
      ]),
    module("Console"),
    module("Commands", ["Factory", "Console"]),
    .executableTarget(name: "kiln", dependencies: ["Commands"], swiftSettings: strict),

    tests("YAML"),
    tests("Digests"),
    tests("Archive"),
    tests("Guest", ["Subprocess"]),
    tests("HTTPServer"),
    tests("Subprocess"),
    tests("Machine"),
    tests("Media", ["Archive", "HTTPServer"]),
    tests("Recipes", ["Subprocess"]),
    tests("AnswerFiles", ["YAML", "Recipes"]),
    tests("Planning", ["Recipes", "YAML"]),
    tests(
      "Factory", ["Archive", "Digests", "Machine", "Media", "Planning", "Recipes", "Subprocess", "kiln"]),
    // The shipped distributions, rendered and checked by the validators of those who make the installers.
    .testTarget(
      name: "DistributionTests", dependencies: ["Recipes", "AnswerFiles", "Subprocess"], swiftSettings: strict
    ),
    tests("Console"),
    tests("Commands", ["Console", "Digests", "Factory", "HTTPServer", "Recipes", "Subprocess", "kiln"]),
  ],
  swiftLanguageModes: [.v6]
)
