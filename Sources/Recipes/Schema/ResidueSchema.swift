extension RecipeSchema {
  static let residue = MappingShape([
    Field(
      "allow", .list(of: .record(allowance), identity: ["path"]),
      "What may stay, though it looks like something that the build left; each with its reason.")
  ])

  private static let allowance = MappingShape([
    Field(
      "path", .text(.residuePath),
      "A pattern of absolute paths; `FOLDER/**` for all below a folder, `free-space` for what is in no file.",
      required: true),
    Field(
      "kind", .choice(ResidueKind.allCases.map(\.rawValue)), "What may be there; anything when left out."),
    Field(
      "reason", .text(.line.such(as: "a key for tests, known to everybody")), "Why; it is in the record.",
      required: true),
  ])
}

extension Form {
  fileprivate static let residuePath = Form(
    "a pattern of absolute paths, or free-space", "^(/[^\n]*|free-space)$",
    example: "/usr/local/share/app/tests/*.pem")
}
