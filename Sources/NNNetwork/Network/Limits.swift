/// The largest sizes that this library takes on.
public enum Limits {
    /// Weights and biases of one network: 4 GiB of float32.
    public static let parameters = 1 << 30
    /// Differences of a gradient check in one layer, in units of one multiplication; see `GradientCheck`.
    public static let gradientCheckWork = 4_000_000_000
}
