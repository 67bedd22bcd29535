#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A number with a fixed count of decimals, as tables show it; `nan`, `inf` and `-inf` as they are.
public func decimal(_ number: Double, places: Int) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(number) * scale).rounded()
    guard scaled < 9e15 else { return "\(number)" }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = number < 0 && scaled > 0 ? "-" : ""
    return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
}

/// A whole number with commas between the thousands.
public func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (i, digit) in digits.enumerated() {
        if i > 0, (digits.count - i).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
}

/// A whole number and what it counts: `1 example`, `1,209 examples`.
public func counted(_ number: Int, _ one: String, _ several: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? one : several ?? one + "s")"
}

/// A time to come, as `0:07`, `12:34` or `1:02:03`.
public func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 3.6e8 else { return "?" }
    let whole = Int(seconds.rounded(.up))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let two = { (n: Int) in n < 10 ? "0\(n)" : "\(n)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
}

/// A number with three significant digits and an exponent, as `5.12e-10`.
public func scientific(_ number: Double) -> String {
    var text = [CChar](repeating: 0, count: 32)
    let count = withVaList([number]) { vsnprintf(&text, text.count, "%.2e", $0) }
    return String(decoding: text.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A measured number in a few characters, with four digits that count: `0.0306`, `12.35`, `1.02e-05`.
public func compact(_ number: Double) -> String {
    let size = number.magnitude
    if size == 0 { return "0" }
    guard size >= 1e-3, size < 1e5 else { return number.isFinite ? scientific(number) : "\(number)" }
    return decimal(number, places: size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : 1)
}
