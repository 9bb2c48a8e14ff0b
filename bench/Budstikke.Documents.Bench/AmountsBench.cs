using BenchmarkDotNet.Attributes;
using Budstikke.Documents.Amounts;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Rules;

namespace Budstikke.Documents.Bench;

/// <summary>From prices with VAT to totals, and the rules that the document is then asked.</summary>
[MemoryDiagnoser]
public class AmountsBench
{
    private InclusiveLine[] _lines = [];
    private Invoice _invoice = null!;

    [Params(1, 10, 200)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Setup() => (_lines, _invoice) = (Orders.LinesOf(Lines), Orders.InvoiceOf(Lines));

    [Benchmark]
    public NetDocument Totals() => Orders.SumsOf(_lines);

    [Benchmark]
    public int Rules() => InvoiceRules.Check(_invoice).Count;
}
