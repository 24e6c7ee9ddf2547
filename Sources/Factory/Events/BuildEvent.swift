public import Planning

/// What happens during a build, as it happens.
public enum BuildEvent: Sendable {
  /// A layer's turn has come.
  case layerStarted(LayerName, reason: Reason)
  /// It is there already.
  case layerReused(LayerName)
  /// Another process builds the same layer.
  case layerWaiting(LayerName, holder: String)
  /// A part of the work, such as `partitioning`.
  case phase(LayerName, String)
  /// A line of output.
  case output(LayerName, String)
  /// A download begins, goes on or ends.
  case transfer(FileTransfer)
  case layerFinished(LayerName, Duration)
  case layerFailed(LayerName, message: String)
  case sealing(image: String)
  case imageFinished(image: String, path: String, bytes: UInt64)
  /// The image in the output folder is the one asked for.
  case imageReused(image: String, path: String)
  case imageFailed(image: String, message: String)
  /// Something worth knowing, such as the accelerator's verdict.
  case notice(String)
}

/// Takes events from any thread.
public typealias EventSink = @Sendable (BuildEvent) -> Void
