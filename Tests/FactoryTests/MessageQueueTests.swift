import Testing

@testable import Builds

@Suite struct MessageQueueTests {
  @Test func messagesComeInOrderAndThenNothing() async {
    let queue = MessageQueue<Int>()
    for number in 1...3 { queue.send(number) }
    queue.close()
    var got: [Int] = []
    while let number = await queue.next() { got.append(number) }
    #expect(got == [1, 2, 3])
    #expect(await queue.next() == nil)
  }

  @Test func aReaderWaitsForWhatIsSentLater() async {
    let queue = MessageQueue<String>()
    async let first = queue.next()
    await Task.yield()
    queue.send("later")
    #expect(await first == "later")
  }

  /// What has ended well after an interruption is not lost.
  @Test func aCancelledReaderGetsWhatIsSent() async {
    let queue = MessageQueue<String>()
    let reader = Task {
      var got: [String] = []
      while let message = await queue.next() { got.append(message) }
      return got
    }
    queue.send("before")
    reader.cancel()
    await Task.yield()
    queue.send("after")
    queue.close()
    #expect(await reader.value == ["before", "after"])
  }
}
