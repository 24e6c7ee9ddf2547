private import CCurl

/// One libcurl easy handle, with the connection that it keeps open for the next transfer.
final class CurlHandle: @unchecked Sendable {
  // Unchecked: a handle is taken out of the idle ones by one thread, which puts it back when done.
  private let easy: UnsafeMutableRawPointer
  private var errorText = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))

  /// curl_global_init(3) must run once, before any handle is made.
  private static let libraryStatus = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  init() throws(MediaError) {
    guard Self.libraryStatus == CURLE_OK, let easy = curl_easy_init() else {
      throw .transfer(url: "libcurl", reason: "cannot be initialised")
    }
    self.easy = easy
  }

  deinit { curl_easy_cleanup(easy) }

  /// Runs one GET; the transfer's own limits, body and headers go through `transfer`. Blocks.
  /// - Returns: the HTTP status, and libcurl's text when the transfer failed.
  func perform(_ transfer: Transfer, options: Downloader.Options) -> (status: Int, failure: String?) {
    curl_easy_reset(easy)
    configure(options)
    let headers = configure(transfer)
    defer { curl_slist_free_all(headers) }
    errorText[0] = 0
    let code = errorText.withUnsafeMutableBufferPointer { text in
      _ = kiln_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, text.baseAddress)
      defer { _ = kiln_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, nil) }
      return curl_easy_perform(easy)
    }
    let status = kiln_curl_status(easy)
    guard code != CURLE_OK else { return (status, nil) }
    if code == CURLE_FILESIZE_EXCEEDED { transfer.refuseLength() }
    let text = String(decoding: errorText.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return (status, text.isEmpty ? String(cString: curl_easy_strerror(code)) : text)
  }

  private func configure(_ options: Downloader.Options) {
    set(CURLOPT_USERAGENT, "Kiln")
    // An empty proxy keeps libcurl from reading one out of the environment.
    set(CURLOPT_PROXY, options.proxy ?? "")
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_FAILONERROR, 1)
    set(CURLOPT_FOLLOWLOCATION, 1)
    set(CURLOPT_MAXREDIRS, 10)
    set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.milliseconds)
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, max(1, options.stallTimeout.milliseconds / 1000))
  }

  private func configure(_ transfer: Transfer) -> UnsafeMutablePointer<curl_slist>? {
    set(CURLOPT_URL, transfer.request.url)
    if transfer.offset > 0 { set(CURLOPT_RANGE, "\(transfer.offset)-") }
    if let limit = transfer.request.sizeLimit {
      _ = kiln_curl_set_offset(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(limit))
    }
    let reference = Unmanaged.passUnretained(transfer).toOpaque()
    _ = kiln_curl_set_writer(easy, CURLOPT_WRITEFUNCTION, receiveBody)
    _ = kiln_curl_set_pointer(easy, CURLOPT_WRITEDATA, reference)
    _ = kiln_curl_set_writer(easy, CURLOPT_HEADERFUNCTION, receiveHeader)
    _ = kiln_curl_set_pointer(easy, CURLOPT_HEADERDATA, reference)
    _ = kiln_curl_set_progress(easy, reportProgress)
    _ = kiln_curl_set_pointer(easy, CURLOPT_XFERINFODATA, reference)
    set(CURLOPT_NOPROGRESS, 0)
    var headers: UnsafeMutablePointer<curl_slist>?
    for header in transfer.request.validators?.requestHeaders ?? [] {
      headers = curl_slist_append(headers, header)
    }
    _ = kiln_curl_set_list(easy, CURLOPT_HTTPHEADER, headers)
    return headers
  }

  private func set(_ option: CURLoption, _ value: String) { _ = kiln_curl_set_text(easy, option, value) }

  private func set(_ option: CURLoption, _ value: Int) { _ = kiln_curl_set_number(easy, option, value) }
}

extension Duration {
  fileprivate var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}

// libcurl's callbacks; each finds its transfer in the pointer that was set with it. Returning less than was offered ends
// the transfer.

private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ reference: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let reference else { return 0 }
  let transfer = Unmanaged<Transfer>.fromOpaque(reference).takeUnretainedValue()
  return transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ reference: UnsafeMutableRawPointer?
) -> Int {
  guard let bytes, let reference else { return 0 }
  let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
  Unmanaged<Transfer>.fromOpaque(reference).takeUnretainedValue().receive(header: line)
  return size * count
}

private func reportProgress(
  _ reference: UnsafeMutableRawPointer?, _ total: curl_off_t, _ now: curl_off_t, _: curl_off_t, _: curl_off_t
) -> CInt {
  guard let reference else { return 1 }
  let transfer = Unmanaged<Transfer>.fromOpaque(reference).takeUnretainedValue()
  return transfer.report(received: Int64(now), of: Int64(total)) ? 0 : 1
}
