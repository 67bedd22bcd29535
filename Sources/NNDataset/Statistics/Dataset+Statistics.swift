extension Dataset {
    /// The parts of an example that are looked at apart: the last axis of three or more, as the channels of images; each
    /// feature of one axis, unless there are too many; else all as one.
    public var channelCount: Int {
        switch inputShape.count {
        case 1: featureCount <= limits.classes ? featureCount : 1
        case 2: 1
        default: inputShape.last ?? 1
        }
    }

    /// What the inputs are like, channel by channel (`channelCount`), from one pass over the file. NaN and infinities are
    /// counted, and no error here.
    ///
    /// - Parameter progress: called now and then with the examples done and their total.
    /// - Throws: `DatasetError` where reading fails.
    public func statistics(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(DatasetError) -> [NumberStatistics] {
        if elementType == .uint8, channelCount <= 64 { return try byteStatistics(progress) }
        let channels = channelCount
        var statistics = [NumberStatistics](repeating: NumberStatistics(), count: channels)
        try forEachBlock(as: Double.self) { examples, numbers in
            var channel = 0
            for number in numbers {
                statistics[channel].add(number)
                channel += 1
                if channel == channels { channel = 0 }
            }
            progress(examples.upperBound, exampleCount)
        }
        return statistics
    }

    /// By counting how often each byte is there.
    private func byteStatistics(_ progress: (Int, Int) -> Void) throws(DatasetError) -> [NumberStatistics] {
        let channels = channelCount
        var counts = [Int](repeating: 0, count: channels * 256)
        try forEachBlock(as: UInt8.self) { examples, bytes in
            var start = 0
            for byte in bytes {
                counts[start + Int(byte)] += 1
                start += 256
                if start == counts.count { start = 0 }
            }
            progress(examples.upperBound, exampleCount)
        }
        return (0..<channels).map { NumberStatistics(ofBytes: counts[$0 * 256..<($0 + 1) * 256]) }
    }
}
