import Testing

@testable import Recipes

@Suite struct FilePathTests {
  @Test(arguments: [
    (".", "web.yaml", "web.yaml"), ("examples", "../kickstart/x", "kickstart/x"),
    ("a/b", "../../../x", "../x"),
    ("..", "x", "../x"), ("/", "../x", "/x"), ("a", "/b/./c", "/b/c"), ("a", ".", "a"), ("a", "..", "."),
    ("a", "b//c/", "a/b/c"), ("a", ".x", "a/.x"), ("a", "..x", "a/..x"),
  ])
  func joins(folder: String, path: String, expected: String) {
    #expect(FilePath.join(folder, path) == expected)
  }

  @Test(arguments: [("/a/b", "/a", true), ("/ab", "/a", false), ("/a", "/a", true), ("/x", "/", true)])
  func inside(path: String, folder: String, expected: Bool) {
    #expect(FilePath.isInside(path, folder) == expected)
  }

  @Test(arguments: [("a/b", "a"), ("a", "."), ("/a", "/"), ("/a/b", "/a")])
  func folder(path: String, expected: String) {
    #expect(FilePath.folder(of: path) == expected)
  }
}

@Suite struct FilePathRelativeTests {
  @Test(arguments: [
    ("recipes/a/b.yaml", "recipes", "a/b.yaml"), ("/r/a", "/r/", "a"), ("a", ".", "a"), ("r", "r/.", "."),
    ("/a", "/", "a"), ("recipes2/a", "recipes", nil), ("../a", ".", nil), ("/a", ".", nil),
    ("../a", "..", "a"),
    ("../../a", "..", nil),
  ])
  func isFromTheFolder(path: String, folder: String, expected: String?) {
    #expect(FilePath.relative(path, to: folder) == expected)
  }
}
