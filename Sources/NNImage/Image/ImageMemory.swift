import NNThreads

/// Memory that pictures share while they are decoded and resized, so that many threads at once take no more than few.
///
/// Who needs some waits until there is as much; a picture that needs more than there ever is waits until it is alone.
/// So all of them together take no more than `bytes`, or else what the largest one does.
public final class ImageMemory: Sendable, Hashable {
    private let bytes: Int
    private let monitor = Monitor()
    private let lent = Lent()

    private final class Lent: @unchecked Sendable {
        /// Only inside the monitor.
        var bytes = 0
    }

    /// So many bytes; 1 GiB unless told.
    public init(bytes: Int = 1 << 30) {
        precondition(bytes > 0, "\(bytes) bytes for pictures")
        self.bytes = bytes
    }

    func take(_ count: Int) {
        monitor.locked {
            while lent.bytes > 0, count > bytes - lent.bytes { monitor.wait() }
            lent.bytes += count
        }
    }

    func giveBack(_ count: Int) {
        monitor.locked {
            lent.bytes -= count
            monitor.tell()
        }
    }

    public static func == (a: ImageMemory, b: ImageMemory) -> Bool { a === b }

    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// The part of the memory that one picture has; given back when the last reference goes.
package final class MemoryShare {
    private let memory: ImageMemory?
    private var taken = 0

    package init(of memory: ImageMemory?) { self.memory = memory }

    deinit { if taken > 0 { memory?.giveBack(taken) } }

    /// Waits until there is memory for a picture whose size is known now.
    ///
    /// - Precondition: it is called once: whoever held some while waiting for more could wait for ever.
    package func take(_ count: Int) {
        precondition(taken == 0, "a picture takes its memory at once")
        guard let memory, count > 0 else { return }
        memory.take(count)
        taken = count
    }

    /// Takes what a picture of this size may need on its way from a file to a network: its samples, and a copy that is
    /// turned or converted.
    func take(_ size: ImageSize, bytesPerPixel: Int = 8) {
        take(size.height * size.width * bytesPerPixel)
    }
}
