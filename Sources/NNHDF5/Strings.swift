import NNCHDF5

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension HDF5Dataset {
    /// Reads the strings of a block as bytes, without the padding and whatever follows the first zero.
    ///
    /// - Throws: `HDF5Error` where the elements are no strings, one is longer than `HDF5Limits.stringBytes`, or all
    ///   together are longer than `HDF5Limits.stringBytesPerRead`: read fewer.
    public func readStrings(start: [Int], count: [Int]) throws(HDF5Error) -> [[UInt8]] {
        guard type == .string else {
            throw HDF5Error(file: file, place: path, .wrongType(expected: "strings", found: type.description))
        }
        guard !count.contains(0) else { return [] }
        return try withHDF5 { () throws(HDF5Error) in
            let layout = try StringLayout(fileType, limits: limits, file: file, path: path)
            let block = try Block(start: start, count: count, of: self)
            let elements = count.reduce(1, *)
            if let width = layout.width {
                let (total, overflow) = elements.multipliedReportingOverflow(by: width)
                guard !overflow, total <= limits.stringBytesPerRead else { throw tooManyBytes(found: total) }
                var bytes = [UInt8](repeating: 0, count: total)
                let status = H5Dread(
                    handle.id, layout.memory.id, block.memory.id, block.file.id, NNH5P_DEFAULT(), &bytes)
                guard status >= 0 else { throw readFailure() }
                return (0..<elements).map { layout.trim(bytes[$0 * width..<($0 + 1) * width]) }
            }
            return try readVariable(block, elements: elements, layout: layout)
        }
    }

    private func readVariable(
        _ block: borrowing Block, elements: Int, layout: borrowing StringLayout
    ) throws(HDF5Error) -> [[UInt8]] {
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: elements)
        let arena = Arena(limits: limits)
        guard let transfer = Handle(H5Pcreate(NNH5P_DATASET_XFER()), closedBy: H5Pclose),
            H5Pset_vlen_mem_manager(
                transfer.id,
                { size, arena in
                    arena.flatMap { Unmanaged<Arena>.fromOpaque($0).takeUnretainedValue().allocate(size) }
                },
                Unmanaged.passUnretained(arena).toOpaque(), { _, _ in }, nil) >= 0
        else { throw readFailure() }
        // The strings live as long as the arena, which owns them whether reading succeeds or not.
        return try withExtendedLifetime(arena) { () throws(HDF5Error) in
            let status = H5Dread(
                handle.id, layout.memory.id, block.memory.id, block.file.id, transfer.id, &pointers)
            if let refused = arena.refused {
                throw refused > limits.stringBytes ? tooLong(refused) : tooManyBytes(found: arena.used + refused)
            }
            guard status >= 0 else { throw readFailure() }
            return pointers.map { pointer in
                guard let pointer else { return [] }
                return UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) }
            }
        }
    }

    private func tooLong(_ found: Int) -> HDF5Error {
        HDF5Error(file: file, place: path, .limit("bytes a string", limit: limits.stringBytes, found: found))
    }

    private func tooManyBytes(found: Int) -> HDF5Error {
        HDF5Error(
            file: file, place: path, .limit("bytes of strings", limit: limits.stringBytesPerRead, found: found))
    }
}

/// How strings lie in the file.
struct StringLayout: ~Copyable {
    /// Bytes of each, or nil where each has its own length.
    let width: Int?
    /// The type that libhdf5 is asked for.
    let memory: Handle
    private let padding: H5T_str_t

    init(
        _ fileType: borrowing Handle, limits: HDF5Limits, file: String, path: String
    ) throws(HDF5Error) {
        let isVariable = H5Tis_variable_str(fileType.id)
        let padding = H5Tget_strpad(fileType.id)
        let size = H5Tget_size(fileType.id)
        guard isVariable > 0 || size <= limits.stringBytes else {
            throw HDF5Error(file: file, place: path, .limit("bytes a string", limit: limits.stringBytes, found: size))
        }
        // The file's own character set and padding, so that the bytes come as they are.
        guard isVariable >= 0, size > 0, let memory = Handle(H5Tcopy(NNH5T_C_S1()), closedBy: H5Tclose),
            H5Tset_size(memory.id, isVariable > 0 ? NNH5T_VARIABLE() : size) >= 0,
            H5Tset_cset(memory.id, H5Tget_cset(fileType.id)) >= 0, H5Tset_strpad(memory.id, padding) >= 0
        else { throw .library(file: file, place: path, doing: "read its type") }
        width = isVariable > 0 ? nil : size
        self.memory = memory
        self.padding = padding
    }

    /// One string of fixed length without its padding.
    func trim(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let text = bytes.prefix { $0 != 0 }
        guard padding == H5T_STR_SPACEPAD else { return Array(text) }
        return Array(text.prefix(upTo: text.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? text.startIndex))
    }
}

/// Memory for strings whose lengths the file decides, up to a cap; all of it goes when the arena does.
private final class Arena {
    private let limits: HDF5Limits
    private var blocks: [UnsafeMutableRawPointer] = []
    private(set) var used = 0
    /// The size of the string that was refused.
    private(set) var refused: Int?

    init(limits: HDF5Limits) { self.limits = limits }

    deinit { blocks.forEach { $0.deallocate() } }

    func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        // libhdf5 asks for one byte more, for the zero at the end.
        guard size <= limits.stringBytes + 1, used + size <= limits.stringBytesPerRead else {
            refused = refused ?? size
            return nil
        }
        used += size
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: 1)
        blocks.append(block)
        return block
    }
}
