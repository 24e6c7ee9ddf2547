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

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    swiftSettings: strict)
}

/// What reads the texts of others, read over and over: as a test with the corpus alone, and as a program for libFuzzer
/// (`scripts/fuzz.sh`), which is built in a folder of its own.
func fuzzing() -> Target {
  let dependencies: [Target.Dependency] = [
    "AnswerFiles", "Failures", "Images", "Media", "Provisioners", "Recipes", "Roots", "XML",
  ]
  let path = "Tests/FuzzTests"
  if Context.environment["KILN_FUZZ"] != nil {
    return .executableTarget(
      name: "Fuzz", dependencies: dependencies, path: path, exclude: ["CorpusTests.swift", "corpus"],
      swiftSettings: strict)
  }
  return .testTarget(
    name: "FuzzTests", dependencies: dependencies, path: path, exclude: ["Fuzz.swift", "corpus"],
    swiftSettings: strict)
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

    module("Files"),
    module("Diagnostics"),
    module("JSON"),
    module("Text"),
    module("YAML", ["CYAML", "Diagnostics"]),
    module("XML", ["CXML2"]),
    module("Digests", ["CCrypto", "Files", "JSON"]),
    module("Archive", ["CArchive"]),
    module("HTTPServer", ["CMicroHTTPD"]),
    module("Subprocess", ["Text"]),
    module("Families"),
    module("Machine", ["Archive", "Families", "Files", "JSON", "Subprocess", "Text", "XML"]),
    module("Guest", ["CGuestFS", "Families", "Machine", "Text"]),

    module("Recipes", ["CLinux", "Diagnostics", "Digests", "Families", "JSON", "Text", "YAML"]),
    module("Provisioners", ["Diagnostics", "Recipes"]),
    module("Partitioning", ["Recipes"]),
    module("AnswerFiles", ["Diagnostics", "Families", "Partitioning", "Recipes", "Text", "YAML"]),
    module(
      "Images", ["Archive", "Diagnostics", "Digests", "Families", "JSON", "Recipes", "Text", "XML", "YAML"]),
    module("Failures", ["AnswerFiles", "Diagnostics", "Files", "Recipes", "YAML"]),
    module(
      "Planning", ["AnswerFiles", "Diagnostics", "Digests", "Images", "JSON", "Recipes", "Text"]),

    module(
      "Media",
      [
        "Archive", "CCurl", "Digests", "Failures", "Families", "Files", "JSON", "Recipes", "Subprocess",
        "XML",
      ]),
    module(
      "Storage",
      [
        "Diagnostics", "Digests", "Failures", "Families", "Files", "Images", "JSON", "Machine", "Media",
        "Planning", "Recipes", "Subprocess",
      ]),

    module(
      "Jobs",
      [
        "Archive", "Digests", "Failures", "Families", "Files", "Guest", "Images", "Machine", "Media",
        "Planning", "Recipes", "Storage", "Subprocess",
      ]),
    module(
      "Provisioning",
      [
        "AnswerFiles", "Archive", "Digests", "Failures", "Files", "Guest", "Images", "Jobs", "Machine",
        "Media", "Planning", "Provisioners", "Recipes", "Storage", "Text",
      ]),
    module(
      "Roots",
      [
        "AnswerFiles", "Digests", "Failures", "Files", "Guest", "HTTPServer", "Images", "Jobs", "Machine",
        "Media", "Partitioning", "Planning", "Provisioning", "Recipes", "Storage", "Subprocess", "Text",
      ]),
    module(
      "Imaging",
      [
        "Archive", "Digests", "Failures", "Families", "Files", "Guest", "Images", "JSON", "Jobs", "Machine",
        "Planning", "Recipes", "Storage", "Subprocess", "Text",
      ]),
    module(
      "Freshness", ["Failures", "Families", "Images", "Jobs", "Media", "Planning", "Recipes", "Storage"]),
    module(
      "Builds",
      [
        "Failures", "Files", "Freshness", "Images", "Imaging", "JSON", "Jobs", "Machine", "Media", "Planning",
        "Provisioning", "Recipes", "Roots", "Storage", "Subprocess",
      ]),

    module(
      "Factory",
      [
        "AnswerFiles", "Archive", "Builds", "Diagnostics", "Digests", "Failures", "Families", "Files",
        "Freshness", "Guest", "HTTPServer", "Images", "Imaging", "JSON", "Jobs", "Machine", "Media",
        "Planning", "Provisioners", "Provisioning", "Recipes", "Roots", "Storage", "Subprocess", "Text",
      ]),
    module("Console", ["Diagnostics", "JSON", "Text"]),
    module(
      "Commands",
      [
        "AnswerFiles", "Builds", "Console", "Diagnostics", "Digests", "Factory", "Failures", "Files",
        "Freshness", "HTTPServer", "Images", "Imaging", "JSON", "Jobs", "Machine", "Media", "Planning",
        "Recipes", "Roots", "Storage", "Subprocess", "Text",
      ]),
    .executableTarget(name: "kiln", dependencies: ["Commands"], swiftSettings: strict),

    tests("Files"),
    tests("Diagnostics"),
    tests("JSON"),
    tests("Text"),
    tests("YAML"),
    tests("XML"),
    tests("Digests"),
    tests("Archive"),
    tests("Families"),
    tests("Guest", ["Families", "Subprocess", "Text"]),
    tests("HTTPServer"),
    tests("Subprocess"),
    tests("Machine", ["Archive", "Files", "JSON", "Subprocess"]),
    tests("Media", ["Archive", "Digests", "Families", "Files", "Recipes", "Subprocess"]),
    tests("Recipes", ["Diagnostics", "JSON", "Provisioners", "Subprocess"]),
    tests("Provisioners", ["Diagnostics", "JSON", "Recipes"]),
    tests("Partitioning", ["Diagnostics", "Recipes"]),
    tests(
      "AnswerFiles", ["Diagnostics", "Recipes", "Subprocess", "Text", "YAML"],
      exclude: ["Accepted", "Refused"]),
    tests("Images", ["Diagnostics", "Digests", "JSON", "Recipes", "YAML"]),
    tests(
      "Planning", ["AnswerFiles", "Diagnostics", "Images", "JSON", "Provisioners", "Recipes", "YAML"]),
    tests(
      "Imaging",
      [
        "Archive", "Digests", "Failures", "HTTPServer", "Images", "JSON", "Jobs", "Machine", "Recipes",
        "Storage", "Subprocess",
      ]),
    tests(
      "Storage",
      [
        "Digests", "Failures", "Families", "Files", "Images", "JSON", "Media", "Planning", "Provisioners",
        "Recipes", "Subprocess",
      ]),
    tests(
      "Factory",
      [
        "AnswerFiles", "Archive", "Builds", "Diagnostics", "Digests", "Failures", "Families", "Files",
        "Freshness", "Guest", "Images", "Imaging", "JSON", "Jobs", "Machine", "Media", "Partitioning",
        "Planning", "Provisioners", "Provisioning", "Recipes", "Roots", "Storage", "Subprocess", "kiln",
      ]),
    // The shipped distributions, rendered and checked by the validators of those who make the installers.
    .testTarget(
      name: "DistributionTests",
      dependencies: ["AnswerFiles", "Provisioners", "Recipes", "Subprocess"], swiftSettings: strict),
    // What targets may import, held against docs/architecture.md.
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
    fuzzing(),
    tests("Console"),
    tests(
      "Commands",
      [
        "Builds", "Console", "Diagnostics", "Digests", "Factory", "Failures", "Files", "HTTPServer", "Images",
        "Imaging", "JSON", "Jobs", "Planning", "Provisioners", "Recipes", "Storage", "Subprocess", "kiln",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
