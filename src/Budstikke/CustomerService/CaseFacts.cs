using Budstikke.Jobs;

namespace Budstikke.CustomerService;

/// <summary>A person must look at it.</summary>
[StoredAs("CaseOpened")]
internal sealed record CaseOpened : Fact
{
    public required string CaseId { get; init; }

    /// <summary>As <see cref="NewCase"/> names it.</summary>
    public required string CaseKind { get; init; }

    /// <summary>2 or more where the same came again after its case was closed; null for the first.</summary>
    public long? Number { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The client's contact has been written to.</summary>
[StoredAs("CaseReported")]
internal sealed record CaseReported : Fact
{
    public required string CaseId { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>No mail about the case can be brought to the client's contact; the case stays open.</summary>
[StoredAs("CaseReportFailed")]
internal sealed record CaseReportFailed : Fact
{
    public required string CaseId { get; init; }

    public required string Evidence { get; init; }
}

/// <summary>A person has dealt with it, or it has mended itself.</summary>
[StoredAs("CaseClosed")]
internal sealed record CaseClosed : Fact
{
    public required string CaseId { get; init; }

    public required string Note { get; init; }

    /// <summary>What led to the case and is still so; null where nothing is.</summary>
    public string? Remains { get; init; }
}

/// <summary>Somebody works on it.</summary>
[StoredAs("CaseTaken")]
internal sealed record CaseTaken : Fact
{
    public required string CaseId { get; init; }
}

/// <summary>Somebody has put it off.</summary>
[StoredAs("CaseSnoozed")]
internal sealed record CaseSnoozed : Fact
{
    public required string CaseId { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>Somebody has written something down about it.</summary>
[StoredAs("CaseNoted")]
internal sealed record CaseNoted : Fact
{
    public required string CaseId { get; init; }

    public required string Note { get; init; }
}
