// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that whoever depends on the libraries doesn't build it.
let package = Package(
    name: "nn-benchmarks",
    platforms: [.macOS(.v26)],
    targets: [
        .executableTarget(name: "nnbench", swiftSettings: [.treatAllWarnings(as: .error)])
    ],
    swiftLanguageModes: [.v6]
)
