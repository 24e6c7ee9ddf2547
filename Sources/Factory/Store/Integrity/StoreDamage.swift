/// Something in the store that cannot be put right now: what is wrong, and what to do.
struct StoreDamage: Error, Hashable, CustomStringConvertible {
  let fault: String
  let advice: String

  var description: String { "\(fault): \(advice)" }
}
