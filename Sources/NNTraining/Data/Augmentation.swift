/// Which changes a picture may undergo each time that it is learned from, so that a network can't learn it by heart.
public struct Augmentation: Sendable, Equatable {
    /// Whether left and right are exchanged in half of the cases.
    public var flips: Bool
    /// The most pixels that a picture is moved by, up, down, left and right.
    public var shift: Int
    /// The most degrees that a picture is turned by about its centre, either way.
    public var rotation: Double
    /// By which share pixels are made brighter or darker at most.
    public var brightness: Double

    /// An augmentation of these changes; none of those that are left out.
    public init(flips: Bool = false, shift: Int = 0, rotation: Double = 0, brightness: Double = 0) {
        self.flips = flips
        self.shift = shift
        self.rotation = rotation
        self.brightness = brightness
    }

    /// - Throws: `TrainingError.badSetting`
    func check() throws(TrainingError) {
        guard shift >= 0 else { throw .badSetting("augmentation: shift: expected 0 or more pixels, found \(shift)") }
        guard rotation >= 0, rotation <= 180 else {
            throw .badSetting("augmentation: rotate: expected 0 to 180 degrees, found \(rotation)")
        }
        guard brightness >= 0, brightness <= 1 else {
            throw .badSetting("augmentation: brightness: expected a number from 0 to 1, found \(brightness)")
        }
    }
}

extension Augmentation: CustomStringConvertible, LosslessStringConvertible {
    /// What `init` reads, for messages.
    public static let expectation =
        "one or more of flip, shift:PIXELS, rotate:DEGREES (up to 180) and brightness:SHARE (up to 1) between commas"

    /// Reads what `description` writes, as `flip,shift:4,rotate:10,brightness:0.1`; each at most once, in any order.
    public init?(_ description: String) {
        self.init()
        var seen: Set<Substring> = []
        for part in description.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            guard seen.insert(words[0]).inserted else { return nil }
            switch (words[0], words.count) {
            case ("flip", 1): flips = true
            case ("shift", 2):
                guard let pixels = Int(words[1]), pixels >= 1 else { return nil }
                shift = pixels
            case ("rotate", 2):
                guard let degrees = Double(words[1]), degrees > 0 else { return nil }
                rotation = degrees
            case ("brightness", 2):
                guard let share = Double(words[1]), share > 0 else { return nil }
                brightness = share
            default: return nil
            }
        }
        guard (try? check()) != nil else { return nil }
    }

    /// As `init` reads it; empty where nothing changes.
    public var description: String {
        var parts: [String] = []
        if flips { parts.append("flip") }
        if shift > 0 { parts.append("shift:\(shift)") }
        if rotation > 0 { parts.append("rotate:\(rotation)") }
        if brightness > 0 { parts.append("brightness:\(brightness)") }
        return parts.joined(separator: ",")
    }
}
