/// A value that a thread of its own computes while the caller does something else.
package struct Background<Value: Sendable>: Sendable {
    private let box = Box<Value>()

    /// Begins to compute; right here where the system has no threads left. A value that nobody asks for is left to itself.
    package init(_ compute: @escaping @Sendable () -> Value) {
        let box = box
        if let thread = PlainThread({ box.put(compute()) }) { thread.detach() } else { box.put(compute()) }
    }

    /// The value, as soon as it is there.
    package var value: Value { box.take() }
}

private final class Box<Value: Sendable>: @unchecked Sendable {
    private let monitor = Monitor()
    /// Only inside the monitor.
    private var value: Value?

    func put(_ computed: Value) {
        monitor.locked {
            value = computed
            monitor.tell()
        }
    }

    func take() -> Value {
        monitor.locked {
            while true {
                if let value { return value }
                monitor.wait()
            }
        }
    }
}
