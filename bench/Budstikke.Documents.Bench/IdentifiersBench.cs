using BenchmarkDotNet.Attributes;
using Budstikke.Documents.Identifiers;

namespace Budstikke.Documents.Bench;

/// <summary>Each identifier from its text, with its check digits.</summary>
[MemoryDiagnoser]
public class IdentifiersBench
{
    [Benchmark]
    public bool OrganizationNumberOf() => OrganizationNumber.Parse("988077917").IsValid;

    [Benchmark]
    public bool PersonalNumberOf() => PersonalNumber.Parse("15838532192").IsValid;

    [Benchmark]
    public bool BankAccountOf() => BankAccount.Parse("86011117947").IsValid;

    [Benchmark]
    public bool IbanOf() => Iban.Parse("NO9386011117947").IsValid;

    [Benchmark]
    public bool KidOf() => Kid.Parse("123456782").IsValid;

    [Benchmark]
    public Kid NewKid() => Kid.WithMod10("12345678");
}
