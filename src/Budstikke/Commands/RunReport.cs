using System.Globalization;
using System.Text.Json;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>Runs as a terminal and a program read them. Texts, no markup: an id or a reason is never taken for
/// it.</summary>
internal static class RunReport
{
    private const string Day = "yyyy-MM-dd";

    public static void Write(IReadOnlyList<RunPreview> previews, IAnsiConsole console)
    {
        if (previews.Count == 0)
        {
            console.WriteLine("Nothing is held.");
            return;
        }
        var table = Table("Client", "Run of", "Customers", "Orders", "Invoices", "Total NOK");
        foreach (var preview in previews)
            table.AddRow(
                new Text(preview.ClientId),
                new Text(preview.Date?.ToString(Day, CultureInfo.InvariantCulture) ?? "see cases"),
                Number(preview.Customers),
                Number(preview.Orders),
                Number(preview.Invoices),
                Kroner(preview.Total)
            );
        console.Write(table);
        foreach (var preview in previews)
        {
            foreach (var customer in preview.Splits)
                Write(customer, console);
            if (preview.SplitCustomers > preview.Splits.Count)
                console.WriteLine($"And {preview.SplitCustomers - preview.Splits.Count} more customers get several.");
        }
    }

    private static void Write(CustomerSplit customer, IAnsiConsole console)
    {
        console.WriteLine($"{customer.CustomerId} gets {customer.Invoices.Count} invoices:");
        foreach (var invoice in customer.Invoices)
        {
            console.WriteLine($"  {string.Join(' ', invoice.OrderIds.Take(3))}{More(invoice.OrderIds.Count - 3)}");
            foreach (var reason in invoice.Reasons)
                console.WriteLine($"    {reason}");
        }
    }

    private static string More(int count) => count > 0 ? $" and {count} more" : "";

    public static void Write(IReadOnlyList<InvoiceRun> runs, IAnsiConsole console)
    {
        var table = Table("Run, client", "Begun, ended (UTC)", "Orders", "Invoices", "Total NOK");
        foreach (var run in runs)
            table.AddRow(
                new Text($"{run.RunId}\n{run.ClientId}"),
                new Text(
                    $"{Moments.Short(run.BegunAt)}\n{(run.EndedAt is { } ended ? Moments.Short(ended) : "under way")}"
                ),
                new Text(
                    $"{run.IssuedOrders} of "
                        + $"{run.Orders}{(run.RejectedOrders > 0 ? $"\n{run.RejectedOrders} rejected" : "")}"
                ),
                Number(run.Invoices),
                Kroner(run.Amount / 100m)
            );
        console.Write(table);
    }

    public static void Write(InvoiceRun run, IReadOnlyList<FactRow> timeline, IAnsiConsole console)
    {
        Write([run], console);
        foreach (var fact in timeline)
            console.WriteLine($"{Moments.Text(fact.At)}  {fact.Kind}  {fact.Content}");
    }

    public static string JsonOf(IReadOnlyList<InvoiceRun> runs) => JsonOptions.Store(runs.Select(Shown));

    public static string JsonOf(InvoiceRun run, IReadOnlyList<FactRow> timeline) =>
        JsonOptions.Store(
            new
            {
                Run = Shown(run),
                Timeline = timeline.Select(fact => new
                {
                    At = At(fact.At),
                    fact.Kind,
                    By = fact.CausedBy,
                    Content = JsonSerializer.Deserialize<JsonElement>(fact.Content),
                }),
            }
        );

    private static object Shown(InvoiceRun run) =>
        new
        {
            run.RunId,
            run.ClientId,
            run.Cause,
            run.CausedBy,
            run.Orders,
            run.Customers,
            run.IssuedOrders,
            run.RejectedOrders,
            run.Invoices,
            Total = run.Amount / 100m,
            BegunAt = At(run.BegunAt),
            AdvancedAt = At(run.AdvancedAt),
            EndedAt = run.EndedAt is { } ended ? At(ended) : (DateTimeOffset?)null,
        };

    /// <summary>Ids and days stand whole, so that they can be searched for; the rest gives way on a narrow
    /// terminal.</summary>
    private static Table Table(string ids, string days, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        table.AddColumn(new TableColumn(ids).NoWrap());
        table.AddColumn(new TableColumn(days).NoWrap());
        return table.AddColumns(columns);
    }

    private static Text Number(long count) => Right(count.ToString(CultureInfo.InvariantCulture));

    private static Text Kroner(decimal amount) => Right(amount.ToString("0.00", CultureInfo.InvariantCulture));

    private static Text Right(string text) => new Text(text).RightJustified();

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
