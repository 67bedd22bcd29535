import NNModel

/// The numbers of an example on their way: their axes, and which number of our example each of them is.
///
/// Core ML has the channels of a picture in front, a model of ours behind; a permutation of axes, and flattening by channels
/// last, move numbers too. What was moved ends in the columns of the first layer's weights.
struct CoreMLAxes: Equatable {
    /// As Core ML has them, with those of the batch.
    private(set) var lengths: [Int]
    /// For each number which one of our example it is; nil where that is the same, or where there is a layer behind it.
    private(set) var places: [Int]?

    init(_ lengths: [Int], places: [Int]? = nil) {
        (self.lengths, self.places) = (lengths, places)
    }

    /// Those of a picture: one channel after the other there, one pixel after the other here.
    ///
    /// - Parameter batch: axes of length 1 in front.
    init(width: Int, height: Int, colors: CoreMLFeature.Colors, batch: Int) {
        let channels = colors.count
        let places = (0..<channels * height * width).map { index in
            let (channel, pixel) = (index / (height * width), index % (height * width))
            return pixel * channels + (colors == .blueGreenRed ? channels - 1 - channel : channel)
        }
        self.init([Int](repeating: 1, count: batch) + [channels, height, width], places: Self.orNil(places))
    }

    var count: Int { elementCount(lengths) ?? 0 }

    /// Other axes of as many numbers, in the same order.
    mutating func reshape(_ lengths: [Int]) {
        self.lengths = lengths
    }

    /// Whether the axes can change places without moving any number.
    func keepsOrder(_ order: [Int]) -> Bool {
        let long = order.filter { lengths[$0] != 1 }
        return long == long.sorted()
    }

    /// The axes in another order.
    ///
    /// - Precondition: each axis once, and few enough numbers that each can have its place.
    mutating func permute(_ order: [Int]) {
        defer { lengths = order.map { lengths[$0] } }
        if keepsOrder(order) { return }
        var steps = [Int](repeating: 1, count: lengths.count)
        for axis in lengths.indices.dropLast().reversed() { steps[axis] = steps[axis + 1] * lengths[axis + 1] }
        let old = places
        let places = (0..<count).map { index in
            var (rest, from) = (index, 0)
            for axis in order.reversed() {
                from += rest % lengths[axis] * steps[axis]
                rest /= lengths[axis]
            }
            return old?[from] ?? from
        }
        self.places = Self.orNil(places)
    }

    /// The numbers behind a layer of so many units.
    mutating func enterLayer(_ lengths: [Int]) {
        (self.lengths, places) = (lengths, nil)
    }

    /// A number for each number on its way, in the order of our example.
    func ordered(_ numbers: [Double]) -> [Double] {
        guard let places, numbers.count == places.count else { return numbers }
        var ordered = numbers
        for (index, place) in places.enumerated() { ordered[place] = numbers[index] }
        return ordered
    }

    private static func orNil(_ places: [Int]) -> [Int]? {
        places.enumerated().allSatisfy { $0 == $1 } ? nil : places
    }
}
