import Files

/// Nearly every file of this target works with these.
typealias FileSystem = Files.FileSystem
typealias Lock = Files.Lock
