import Testing

@testable import Media

@Suite struct BootstrapClosureTests {
  private func closure(
    _ candidates: [String: (depends: String, provides: String)], excluding excluded: Set<String> = []
  ) -> BootstrapClosure {
    BootstrapClosure(
      candidates.mapValues { .init(dependencies: $0.depends, provides: $0.provides, rank: 2) },
      excluding: excluded)
  }

  @Test func aProviderOfAVirtualDependencyIsAdded() {
    let closure = closure([
      "app": ("lib", ""), "lib": ("backend-api", ""), "backend": ("more", "backend-api"), "more": ("", ""),
      "a-unrelated": ("", ""),
    ])
    #expect(closure.additions(to: ["app"]) == ["backend"])
    #expect(closure.additions(to: ["app", "backend"]) == [])
  }

  @Test func aSecondAlternativeIsAddedWhenTheFirstDoesNotExist() {
    let closure = closure(["app": ("gone | there (>= 1)", ""), "there": ("", "")])
    #expect(closure.additions(to: ["app"]) == ["there"])
  }

  @Test func whatIsExcludedIsNotAdded() {
    let candidates = [
      "app": ("api", ""), "one": ("", "api"), "two": ("", "api"),
    ]
    #expect(closure(candidates).additions(to: ["app"]) == ["one"])
    #expect(closure(candidates, excluding: ["one"]).additions(to: ["app"]) == ["two"])
    #expect(closure(candidates, excluding: ["one", "two"]).additions(to: ["app"]) == [])
  }
}
