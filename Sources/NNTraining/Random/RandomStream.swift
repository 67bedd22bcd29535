import NNModel

/// What random numbers are drawn for; each purpose has a stream of its own.
///
/// So the weights of a layer don't depend on how many others there are, and the order of an epoch can be found without
/// going through the epochs before it.
enum RandomPurpose {
    /// The initial weights of a layer, from 1.
    case weights(layer: Int)
    /// The order of the examples in an epoch, from 1.
    case order(epoch: Int)
    /// The order of the blocks in an epoch, from 1, where not all fit in memory.
    case blocks(epoch: Int)
    /// The order of the examples in a window, by the number of its first batch from 0.
    case window(firstBatch: Int)
    /// Which examples a gradient check takes.
    case gradientCheck
    /// Which hidden units are silent in an iteration, from 0.
    case dropout(iteration: Int)
    /// Which examples are kept apart to validate on.
    case validationSplit
    /// How an example is changed in an epoch, from 1, by its place in the order of the epoch, from 0.
    case augmentation(epoch: Int, place: Int)

    fileprivate var key: (UInt64, UInt64) {
        switch self {
        case .weights(let layer): (1, UInt64(layer))
        case .order(let epoch): (2, UInt64(epoch))
        case .gradientCheck: (3, 0)
        case .dropout(let iteration): (4, UInt64(iteration))
        case .validationSplit: (5, 0)
        case .augmentation(let epoch, _): (6, UInt64(epoch))
        case .blocks(let epoch): (7, UInt64(epoch))
        case .window(let batch): (8, UInt64(batch))
        }
    }
}

extension SplitMix64 {
    /// The stream for a purpose: seed, purpose and its indices mixed one after the other.
    init(seed: UInt64, for purpose: RandomPurpose) {
        let (kind, index) = purpose.key
        var mixer = SplitMix64(seed: seed)
        mixer = SplitMix64(seed: mixer.next() ^ kind)
        mixer = SplitMix64(seed: mixer.next() ^ index)
        if case .augmentation(_, let place) = purpose { mixer = SplitMix64(seed: mixer.next() ^ UInt64(place)) }
        self.init(seed: mixer.next())
    }
}
