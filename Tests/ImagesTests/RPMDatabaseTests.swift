import Archive
import Foundation
import Testing
@testable import Images

/// A database that SQLite has written, in pages of 512 bytes, so that headers go on over many: two packages and a key.
@Suite struct RPMDatabaseTests {
  private static let packed = """
    H4sIAAAAAAACA+2XTWwbRRTH3/PaO0kTt3GTNEkTt9s0bVIl/tgvf0hUqgNuiXCTkLgokQqV7WwSE8d2vQ6kEpcIcemBG+LAhQMX
    Dlw4cOgFCS6IGxx7hANQuFAEEkKq2Jmd1zSWoByQoEqfPH7//87ub8ezz2PP8ouFatvR1hut7VJbMyEAiHBJ0wBA8VoX7EfAa8FH
    PMLjQ4F4BcNCfAf4Nj7jpf8ilhU2NDiIe93tUrnmzJe2RQs+u5TPFfNaMTdbyGuT/NCkNrXl3NKK+ZWiNr/gtWuFwoy2Wd/Z1ubm
    i/kr+aWHhy8sBtSh6WlcFUz3Zs2byBuuc3PHqVc6rXLgTh2dU3XvxjOeu9BENhSN4p4pkIulylZpw3EpBw4Olw57Qz4wvsWluau5
    pVXthfyqlrtWXJib9667mp8vzpRrjbI2W1iY3f8MIf4g8Q8+R11+ehqHJ5j4biLeB+/1NA5F9KISRVo7FP78p+ADwN/xPt7Db/Au
    fo1f4md4Bz/GD/F9fNdbtd/CN9DFV7GEK7iAl/EiWjiN4ziCfcjgAfwKP8G3cBe+gi/gU/gEPvKA/2aVTin9uGtmJ9mkEJnz7LwQ
    6XPsnBCpCTYhhH2WnRXCGmfjQphn2BkhDI1pQuin2WkhkqfYKS6MbJRFhciMsTEh0qNsVIjUSXZSCHuEjQhhDbNhIcwhNiSEcYKd
    EEIfZINCJAfYABd6tp/1C5E5zo4LkY6wiBCpPtYnhH2MHRPCOsqOCmGGWVgIo5f1CqH3sB4hkkfUI0oEd7PdajfPmS61i+c0UxnP
    KVVVebZDaohnK6gGeTYVVeHZCIQCSqR7Vw+hEunaTXrTqz5Z9VsuuZsxO67HM7Fs3Kll426rEm81tzv+mRyaxuejVYH1as2JJZNJ
    EjoJg4RJwiJhwzqfLt+k6GiaRIZEVgqd6DrRdaLrRNeJrtskiKwTWSeyTmSDyAaRDSIbRDaIbBDZILJBZIPIBpFNIptENolsEtkk
    sklkk8gmkU0im0S2iGwR2SKyRWSLyBaRLSJbRLaIbBHZJrJNZJvINpFtIttEtolsE9kmsp2FhNOuJCCx47YS7map5SR43SRA/P7D
    e8Bf/7O4/RIG4R2+QvV6G4/b3h7i+0dWK6/2lR+kD0l/T/oe6X+WO5YB6X+R/cPS/yb9RekfSP+c74NheX3BPyc44PfjJdl/3e/H
    67L/ZX/HFFiU/hXfB12+e+LzDWLdArFu+R9jdGWpUdm6peXrbafVbFVdR1turLdf956QdrmxU18rtauNOlxZLLxmTsNuJnUjZf3j
    3dfjIxQWG7vPAW3v7cmMphKEvTX5qCb+pkx6OspkoKMMotxvNDdizZ2ytwkE006uGWl7DVJGOmulrDLIjr3nA0F4k1/O/Or4y1uG
    O27ZL/2PcrhjHUPQOipxSlaarDxIcN9oOnXXrcVq1bILZjwZT4OR3i8pzC0XNCOepGqh08WZMf/Mhz+afwIcF+cjABAAAA==
    """

  /// What Berkeley DB's db_load has written.
  private static let packedHash = """
    H4sIAAAAAAACA+2VzWoTURTHz82nQrOrIFSkG93ozOR+xRR07aaiNBRcaCUNKamJJsyoVB/AnQ/hq/gGvoC7il8gRagLoXhv7vnH
    SQKiu5TmhDuc/5yZ3yHn3HuGiEhQsPaFCp33TsGtc+Felebtw7ufRCdEr7e2r6b8sshxvBXdev+mtzN7f2mLZ7M9KtGhoNovcSyO
    xOGyeaffioW3/Yo/1+5gC3+4wyXf/0Lu8QJ9H/ffXafu/8/5p+X5X9Sd4EezKru2iFz/i5Oz7/VHMR78K04/drFPzq/8ebj4mXWZ
    9RfWK6yPGLTK+gfHL7I+Zn2Z9QnrK0GXavz+dbduOXc1xMU6xx+EuLjJ8Yfhe1Wos94JutTym3m3nfXIxCZWdbJxd9Ac/421+1vD
    Tv8l3b63+UJfo4Nm41HD0NncrILLXZy0NPTfVy4KlYvGlYuztBOnoyfzn44zsXw90g7t7Q+6Ub1ehyPhKDgajoFj4TTg3IDThLPB
    jgRZgixBliBLkCXIEmQJsgRZgqxAViArNLHMeyDoPdd/5FTIqZBTIadCToWcCjkVcmrk1MipQdYga5A1yBpkDbIGWYNsQDYgG5AN
    yAZkA7IB2YBsQDYgW5AtyBZkC7IF2YJsQbYgW5DtBiXdZ52EkudZmmS9dtpN/G5KFub8Y7xX8/PfzVDx6i/zvzYz/zHvv/JmusT6
    G8fXp+e/uDM9/8U2z3fMez/nxXDUfZplg2iwv5uRjN2vT1JNBrk4WNo/G911xWy1NvG9G47Q/+pUi13jqqHqoeBRKPj8/F/aKbff
    sXjnhAAQAAA=
    """

  private static func bytes(_ packed: String = packed) throws -> [UInt8] {
    let data = try #require(Data(base64Encoded: packed, options: .ignoreUnknownCharacters))
    return [UInt8](try decompress(data, name: "sample"))
  }

  private static let place = "/usr/lib/sysimage/rpm/rpmdb.sqlite"

  @Test func packagesAreReadWithTheirFiles() throws {
    var contents = ImageContents(files: [:])
    contents.files["/usr/share/bash"] = ContentsFile(kind: .link, mode: 0o777, target: "../lib/bash")
    let packages = try #require(RPMDatabase.packages([Self.place: try Self.bytes()], in: contents))
    #expect(packages.map(\.name) == ["bash", "openssl-libs"])
    #expect(packages.map(\.version) == ["5.1.8-9.el9", "1:3.0.7-27.el9"])
    #expect(packages.map(\.architecture) == ["x86_64", "x86_64"])
    #expect(packages.map(\.source) == ["bash", "openssl"])
    #expect(packages.map(\.sourceVersion) == ["5.1.8-9.el9", "1:3.0.7-27.el9"])
    #expect(packages.map(\.license) == ["GPL-3.0-or-later", "Apache-2.0"])
    #expect(packages[0].supplier == "Rocky Enterprise Software Foundation")
    #expect(packages[0].installedSize == 7000)
    #expect(packages[0].files?.count == 61)
    #expect(packages[0].files?.prefix(2) == ["/etc/bashrc", "/usr/lib/bash/file-000"])
    #expect(packages[0].settings == ["/etc/bashrc"])
  }

  @Test func hashesOfBerkeleyDBAreRead() throws {
    let bytes = try Self.bytes(Self.packedHash)
    let packages = try #require(
      RPMDatabase.packages(["/var/lib/rpm/Packages": bytes], in: ImageContents(files: [:])))
    #expect(packages.map(\.name) == ["bash", "openssl-libs"])
    #expect(packages.map(\.version) == ["4.4.20-5.el8", "1:1.1.1k-12.el8"])
    #expect(packages.map(\.license) == ["GPL-3.0-or-later", "OpenSSL"])
    #expect(packages[0].files?.count == 61)
    for length in stride(from: 0, to: bytes.count, by: 97) {
      _ = BerkeleyHash(Array(bytes[..<length]))?.values
    }
    for index in stride(from: 16, to: bytes.count, by: 5) {
      for value: UInt8 in [0, 0x7F, 0xFF] {
        var broken = bytes
        broken[index] = value
        _ = RPMDatabase.packages(["/var/lib/rpm/Packages": broken], in: ImageContents(files: [:]))
      }
    }
  }

  /// Whatever is in an image, it is read to an end.
  @Test func brokenDatabasesAreReadAsFarAsTheyGo() throws {
    let bytes = try Self.bytes()
    for length in stride(from: 0, to: bytes.count, by: 97) {
      _ = RPMDatabase.packages([Self.place: Array(bytes[..<length])], in: ImageContents(files: [:]))
    }
    for index in stride(from: 16, to: bytes.count, by: 5) {
      for value: UInt8 in [0, 0x7F, 0xFF] {
        var broken = bytes
        broken[index] = value
        _ = RPMDatabase.packages([Self.place: broken], in: ImageContents(files: [:]))
      }
    }
    #expect(RPMDatabase.packages(["/etc/passwd": [1]], in: ImageContents(files: [:])) == nil)
    #expect(
      RPMDatabase.packages([Self.place: Array("SQLite format 3\0".utf8)], in: ImageContents(files: [:]))
        == nil)
  }

  @Test(arguments: [
    ("bash-5.1.8-9.el9.src.rpm", "", "bash", "5.1.8-9.el9"),
    ("python-urllib3-1.26.5-5.el9.src.rpm", "2:", "python-urllib3", "2:1.26.5-5.el9"),
  ]) func sourcesAreTakenApart(_ file: String, _ epoch: String, _ name: String, _ version: String) {
    let source = RPMDatabase.source(file, epoch: epoch)
    #expect(source.name == name && source.version == version)
  }
}
