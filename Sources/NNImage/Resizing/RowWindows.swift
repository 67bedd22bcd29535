/// Windows along rows as `nn_resample_row` takes them: all of one length, and each weight in two parts.
struct RowWindows {
    /// The first sample of each window.
    let first: [Int32]
    /// For each window, the high parts of its weights and then the low ones, padded with zeros to `stride` each.
    private(set) var weights: [Int16]
    /// The length of each window, a multiple of 16; the last ones reach beyond the row.
    let stride: Int

    init(_ windows: ResampleWindows) {
        first = windows.first.map { Int32($0) }
        stride = (windows.stride + 15) / 16 * 16
        weights = [Int16](repeating: 0, count: first.count * 2 * stride)
        for (index, count) in windows.count.enumerated() {
            let start = index * 2 * stride
            for tap in 0..<count {
                let weight = windows.weights[index * windows.stride + tap]
                weights[start + tap] = Int16(weight >> 15)
                weights[start + stride + tap] = Int16(weight & 0x7FFF)
            }
        }
    }
}
