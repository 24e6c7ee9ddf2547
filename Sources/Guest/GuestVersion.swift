/// libguestfs' version, such as `1.48.6`; `unknown` where it has none to give.
public func guestVersion() -> String {
  (try? GuestHandle(events: GuestEvents { _ in }))?.version ?? "unknown"
}
