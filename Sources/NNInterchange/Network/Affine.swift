/// factor · x + shift for each element; the lists repeat, so that a single number stands for all.
struct Affine {
    var factors: [Double]
    var shifts: [Double]

    /// This first, then another.
    func then(_ next: Affine) -> Affine {
        let count = max(factors.count, next.factors.count)
        return Affine(
            factors: (0..<count).map { factors[$0 % factors.count] * next.factors[$0 % next.factors.count] },
            shifts: (0..<count).map {
                shifts[$0 % shifts.count] * next.factors[$0 % next.factors.count] + next.shifts[$0 % next.shifts.count]
            })
    }
}
