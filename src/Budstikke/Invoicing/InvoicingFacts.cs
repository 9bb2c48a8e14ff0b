using Budstikke.Jobs;

namespace Budstikke.Invoicing;

/// <summary>The document exists, with its number, and is sent from now on as it is.</summary>
internal sealed record InvoiceIssued : Fact
{
    public required string InvoiceId { get; init; }

    public required string Number { get; init; }

    public required DateOnly IssueDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public required decimal AmountDue { get; init; }

    public string? Kid { get; init; }

    public required string PdfSha256 { get; init; }

    public required string UblSha256 { get; init; }
}

/// <summary>No lawful document can be made of the order: a person must look at it.</summary>
internal sealed record InvoiceRejected : Fact
{
    public required IReadOnlyList<string> Violations { get; init; }
}
