import YAML

/// What a recipe may be called.
public enum RecipeName {
  public static let meaning = "\(Form.recipeName.meaning), and not null"

  /// Whether a recipe that has it as its `name`, without quotes, is accepted.
  public static func isValid(_ text: String) -> Bool {
    let kind = ScalarKind(Node.Scalar(text: text, isPlain: true))
    return kind != .null && Form.recipeName.pattern?.matches(text) != false
  }
}
