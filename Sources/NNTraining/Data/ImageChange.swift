import NNModel

/// What becomes of a picture in one epoch: it is flipped, then turned, then moved, and made brighter or darker.
package struct ImageChange: Sendable, Equatable {
    /// Whether left and right are exchanged.
    package var isFlipped = false
    /// Pixels to the right; to the left where negative.
    package var right = 0
    /// Pixels down; up where negative.
    package var down = 0
    /// Degrees against the clock, as a person sees it.
    package var degrees = 0.0
    /// What pixels are multiplied by.
    package var brightness = 1.0

    package init(
        isFlipped: Bool = false, right: Int = 0, down: Int = 0, degrees: Double = 0, brightness: Double = 1
    ) {
        self.isFlipped = isFlipped
        self.right = right
        self.down = down
        self.degrees = degrees
        self.brightness = brightness
    }

    /// A change of each kind that is asked for, all equally likely within their bounds.
    ///
    /// It depends on the seed, the epoch and the place in its order alone, and each kind on its bound alone.
    package init(_ augmentation: Augmentation, seed: UInt64, epoch: Int, place: Int) {
        var generator = SplitMix64(seed: seed, for: .augmentation(epoch: epoch, place: place))
        // All are drawn, wanted or not, so that one doesn't change the others.
        isFlipped = generator.nextUniform() < 0.5 && augmentation.flips
        right = generator.next(within: augmentation.shift)
        down = generator.next(within: augmentation.shift)
        degrees = (2 * generator.nextUniform() - 1) * augmentation.rotation
        brightness = 1 + (2 * generator.nextUniform() - 1) * augmentation.brightness
    }
}

extension SplitMix64 {
    /// A whole number from −bound to bound.
    fileprivate mutating func next(within bound: Int) -> Int { next(below: 2 * bound + 1) - bound }
}
