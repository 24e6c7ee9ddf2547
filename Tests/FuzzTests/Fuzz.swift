import Foundation

/// libFuzzer around the loader that the environment names (llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library");
/// only `scripts/fuzz.sh` builds it.
@main enum Fuzz {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments, testOneInput))
  }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Under the name that libFuzzer's own `main` asks for, which a linker may take in although ours is used.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  loader.load(Array(UnsafeBufferPointer(start: start, count: count)), in: folder)
  return 0
}

private let loader: Loader = {
  let name = ProcessInfo.processInfo.environment["KILN_FUZZ"] ?? ""
  guard let loader = Loader(rawValue: name) else { fatalError("KILN_FUZZ names no loader: '\(name)'") }
  return loader
}()

/// In memory: every input is written there.
private let folder: String = {
  let path = "/dev/shm/kiln-fuzz-\(getpid())"
  try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  return path
}()
