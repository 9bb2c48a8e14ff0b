using System.Globalization;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.CustomerService;

/// <summary>Cases as a terminal and a program read them.</summary>
internal static class CaseReport
{
    public static Table TableOf(IReadOnlyList<CaseAbout> cases)
    {
        var table = new Table().Border(TableBorder.Rounded).ShowRowSeparators();
        table.AddColumn(new TableColumn("Case").NoWrap());
        table.AddColumn(new TableColumn("Opened (UTC)").NoWrap());
        table.AddColumn("What");
        // Texts, no markup: a reason may hold square brackets.
        foreach (var about in cases)
            table.AddRow(
                new Text(about.Row.CaseId),
                new Text(Moment(about.Row.OpenedAt).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                new Text(
                    $"{about.Row.Kind}, {WhatOf(about)}{Again(about.Row)}\n{about.Row.Reason}\n{ToldOf(about.Row)}"
                )
            );
        return table;
    }

    /// <summary>The subject of a case about an order is that order's id, with the number that a command wants to be
    /// told.</summary>
    private static string WhatOf(CaseAbout about) =>
        about.Invoice is { } invoice
            ? $"{about.Row.Subject}: document {invoice.Number} of {about.NamedOrders}"
            : about.Row.Subject;

    /// <summary>An array, unwrapped.</summary>
    public static string JsonOf(IReadOnlyList<CaseAbout> cases) =>
        JsonOptions.Store(
            cases.Select(about => new
            {
                about.Row.CaseId,
                about.Row.ClientId,
                OrderId = about.Other is null ? about.Row.OrderId : null,
                about.OrderIds,
                About = about.Other,
                about.Invoice?.InvoiceId,
                about.Row.Subject,
                about.Row.Kind,
                about.Row.Reason,
                about.Row.Number,
                OpenedAt = Moment(about.Row.OpenedAt),
                ClosedAt = about.Row.ClosedAt is { } closed ? Moment(closed) : (DateTimeOffset?)null,
                about.Row.ClosedBy,
                about.Row.Note,
                ToldAt = about.Row.ToldAt is { } told ? Moment(told) : (DateTimeOffset?)null,
                about.Row.Told,
            })
        );

    private static string ToldOf(CaseRow row) =>
        row.ToldAt is { } at ? $"The client was told at {Moments.Short(at)}: {row.Told}"
        : row.Told is { } why ? $"Nobody was told: {why}"
        : "Nobody was told yet.";

    private static string Again(CaseRow row) => row.Number == 1 ? "" : $" (again, number {row.Number})";

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
