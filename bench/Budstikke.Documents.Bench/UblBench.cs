using System.Buffers;
using BenchmarkDotNet.Attributes;
using Budstikke.Documents.Invoices;
using Budstikke.Documents.Ubl;

namespace Budstikke.Documents.Bench;

/// <summary>An EHF without its PDF. The goal: 40,000 invoices of one line a second on one core, 25 µs each.</summary>
[MemoryDiagnoser]
public class UblBench
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private Invoice _invoice = null!;
    private byte[] _written = [];

    [Params(1, 10, 200)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _invoice = Orders.InvoiceOf(Lines);
        _written = UblWriter.ToArray(_invoice);
    }

    [Benchmark]
    public byte[] ToArray() => UblWriter.ToArray(_invoice);

    /// <summary>Into a buffer that is used again, as a store or a socket would.</summary>
    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        UblWriter.Write(_invoice, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public Invoice Read() => UblReader.Read(_written);
}
