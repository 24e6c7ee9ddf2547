import Builds
import Failures
import Imaging
import Jobs
import Media
import Planning
import Recipes

extension Project {
  /// Plans and builds.
  ///
  /// - Returns: what became of each image; one that failed is in the report, not an error.
  /// - Throws: what keeps everything from being built, and cancellation.
  public func build(
    _ request: BuildRequest, host: BuildHost, events: @escaping EventSink
  ) async throws -> BuildReport {
    let (plan, secrets, notices) = try await plan(request)
    try secrets.requireAll()
    for notice in notices { events(.notice(notice)) }
    let options = try options(request, secrets)
    let builder = Builder(
      store: store, options: options, host: host,
      executor: try request.executor.executor(on: host, secrets), events: events)
    return try await builder.build(plan, wanted: wanted(request, options))
  }

  /// What is to be brought about beside images.
  func wanted(_ request: BuildRequest, _ options: BuildOptions) -> Wanted {
    var wanted = request.wanted
    wanted.attestation = options.settings.signing != nil
    return wanted
  }

  /// What may stand in where a mirror is between two states.
  public func mirrorPolicy(isStrict: Bool) -> MirrorPolicy {
    MirrorPolicy(
      isStrict: isStrict, maximumAge: site?.maximumReleaseAge ?? MirrorPolicy.usualMaximumAge)
  }

  /// The user's word before the site's, and that before Kiln's own.
  func options(_ request: BuildRequest, _ secrets: Secrets) throws -> BuildOptions {
    let settings = JobSettings(
      limits: InstallLimits(site?.installTimeouts ?? InstallTimeouts(), whole: request.installLimit),
      scriptLimit: site?.installTimeouts.script ?? JobSettings.standardScriptLimit,
      fatalTexts: try FatalTexts(library: shipped), securityMirror: securityMirror,
      allowsMissingUpdates: site?.allowsMissingUpdates ?? false, isOffline: request.isOffline,
      mirrors: mirrorPolicy(isStrict: request.isStrict), keepsFailed: request.keepsFailed,
      minimumFree: request.minimumFree ?? JobSettings.usualMinimumFree,
      signing: SigningSettings(site?.signing, environment: environment))
    var options = BuildOptions(
      output: request.output, settings: settings, capacity: .ofHost(jobs: request.jobs),
      keepGoing: request.keepsGoing,
      secrets: secrets.values)
    options.whyUntested = request.isTested ? nil : "--no-test"
    return options
  }
}

extension InstallLimits {
  /// The user's limit before the site's, and that before Kiln's own.
  public init(_ site: InstallTimeouts, whole: Duration?) {
    self = .standard
    answers = site.answers ?? answers
    silence = site.silence ?? silence
    self.whole = whole ?? site.install ?? self.whole
  }
}

extension SigningSettings {
  /// What a site says of signing; where it says nothing, the user's own keys sign.
  ///
  /// - Returns: nil where nobody can tell whose keys would do.
  public init?(_ site: SiteSigning?, environment: [String: String]) {
    guard let folder = KeyFolder.standardPath(environment: environment) else { return nil }
    let command = site?.command.flatMap { line in
      site?.commandKey.map { Command(line: line, publicKey: $0) }
    }
    self.init(
      folder: folder, keys: site?.keys ?? [], command: command, builder: site?.builder, openPGP: site?.openPGP
    )
  }
}
