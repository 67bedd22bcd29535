// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors in this package's own builds; SwiftPM drops the setting where the package is a dependency.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A C library of the system: a module map and a shim header, nothing else.
func system(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["NNTestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "nn",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "NNModel", targets: ["NNModel"]),
        // Static, so that SwiftPM lists the objects of which the Makefile makes libnnmodel.so.
        .library(name: "NNModelC", type: .static, targets: ["NNModelC"]),
        .library(name: "NNNetwork", targets: ["NNNetwork"]),
        .library(name: "NNTraining", targets: ["NNTraining"]),
        .library(name: "NNDataset", targets: ["NNDataset"]),
        .library(name: "NNImage", targets: ["NNImage"]),
        .library(name: "NNInterchange", targets: ["NNInterchange"]),
    ],
    targets: [
        system("NNCZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
        system("NNCHDF5", pkgConfig: "hdf5", apt: "libhdf5-dev", brew: "hdf5"),
        system("NNCBLAS", pkgConfig: "openblas", apt: "libopenblas-dev", brew: "openblas"),
        system("NNCJPEG", pkgConfig: "libturbojpeg", apt: "libturbojpeg0-dev", brew: "jpeg-turbo"),
        system("NNCPNG", pkgConfig: "libpng", apt: "libpng-dev", brew: "libpng"),
        system("NNCWebP", pkgConfig: "libwebp", apt: "libwebp-dev", brew: "webp"),
        system("NNCZip", pkgConfig: "libzip", apt: "libzip-dev", brew: "libzip"),

        .target(name: "NNCKernels"),

        library("NNFile", ["NNCKernels"]),
        library("NNThreads", []),
        library("NNModel", ["NNCZlib", "NNCKernels", "NNFile", "NNThreads"]),
        library("NNNetwork", ["NNModel", "NNCBLAS", "NNFile", "NNThreads"]),
        library("NNTraining", ["NNNetwork", "NNCKernels", "NNFile", "NNThreads"]),
        library("NNHDF5", ["NNCHDF5", "NNFile"]),
        library("NNDataset", ["NNModel", "NNHDF5", "NNCZlib", "NNFile", "NNThreads"]),
        library("NNImage", ["NNCJPEG", "NNCPNG", "NNCWebP", "NNCKernels", "NNFile", "NNThreads"]),
        library("NNInterchange", ["NNModel", "NNHDF5", "NNCZip", "NNFile"]),
        library("NNCommand", ["NNFile"]),

        // nnmodel.h as a module, so that the compiler compares what it declares with what NNModelC implements.
        .systemLibrary(name: "NNCModel", path: "Sources/NNModelC/include"),
        .target(
            name: "NNModelC", dependencies: ["NNModel", "NNCModel", "NNFile"],
            exclude: ["include", "libnnmodel.map", "nnmodel.pc.in"], swiftSettings: strict),

        tool("nntrain", ["NNTraining", "NNDataset", "NNCommand", "NNThreads"]),
        tool("nninspect", ["NNModel", "NNCommand"]),
        tool("nnpredict", ["NNModel", "NNImage", "NNCommand", "NNThreads"]),
        tool("nnconvert", ["NNInterchange", "NNModel", "NNCommand", "NNFile"]),
        tool("nndata", ["NNDataset", "NNImage", "NNInterchange", "NNModel", "NNCommand", "NNThreads"]),

        .target(name: "NNTestSupport", path: "Tests/NNTestSupport", swiftSettings: strict),
        tests("NNFileTests", ["NNFile"]),
        tests("NNThreadsTests", ["NNThreads"]),
        tests("NNModelTests", ["NNModel", "NNCKernels"]),
        tests("NNNetworkTests", ["NNNetwork", "NNFile", "NNCBLAS"]),
        tests("NNTrainingTests", ["NNTraining", "NNCKernels", "NNFile"]),
        tests("NNDatasetTests", ["NNDataset", "NNModel", "NNHDF5", "NNFile"]),
        tests("NNImageTests", ["NNImage", "NNCKernels", "NNFile", "NNThreads"]),
        tests("NNInterchangeTests", ["NNInterchange", "NNModel", "NNFile"]),
        tests("NNCommandTests", ["NNCommand"]),
        tests(
            "CommandTests",
            [
                "NNModel", "NNDataset", "NNImage", "NNFile", "NNCommand", "nntrain", "nninspect", "nnpredict",
                "nnconvert", "nndata",
            ]),
        tests("PackagingTests", ["NNModel", "NNDataset"]),
    ],
    swiftLanguageModes: [.v6]
)
