import NNThreads
import Testing

@Suite struct BackgroundTests {
    @Test("a value is computed on another thread, and is there as often as somebody asks")
    func another() {
        let here = ThreadID.current
        let background = Background { ThreadID.current }
        #expect(background.value != here)
        #expect(background.value == background.value)
    }

    @Test("nobody need wait for it")
    func unasked() {
        let gate = Monitor()
        nonisolated(unsafe) var isOpen = false
        // Were it waited for when it goes out of scope, this would never end.
        do { _ = Background { gate.locked { while !isOpen { gate.wait() } } } }
        gate.locked {
            isOpen = true
            gate.tell()
        }
    }
}
