/// The rows of the first table, in its order.
let cases = seedCases + fashionCases + formatCases + conversionCases + photoCases + inferenceCases

/// The rows of the second.
let allFigures = fashionFigures + formatFigures
