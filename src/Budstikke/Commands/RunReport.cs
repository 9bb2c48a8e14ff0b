using System.Globalization;
using System.Text.Json;
using Budstikke.Invoicing.Runs;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>Runs as a terminal and a program read them. Texts, no markup: an id or a reason is never taken for it.</summary>
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
        var table = Table("Client", "Run of", "Customers", "Orders", "Invoices", "Total NOK", "Split");
        foreach (var preview in previews)
            table.AddRow(
                new Text(preview.ClientId),
                new Text(preview.Date?.ToString(Day, CultureInfo.InvariantCulture) ?? "none: see cases"),
                Number(preview.Customers),
                Number(preview.Orders),
                Number(preview.Invoices),
                Kroner(preview.Total),
                Number(preview.SplitCustomers)
            );
        console.Write(table);
        foreach (var preview in previews)
        foreach (var customer in preview.Splits)
            Write(customer, console);
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
        var table = Table("Run", "Client", "Begun (UTC)", "Ended (UTC)", "Orders", "Rejected", "Invoices", "Total NOK");
        foreach (var run in runs)
            table.AddRow(
                new Text(run.RunId),
                new Text(run.ClientId),
                new Text(Moment(run.BegunAt)),
                new Text(run.EndedAt is { } ended ? Moment(ended) : "under way"),
                new Text($"{run.IssuedOrders} of {run.Orders}"),
                Number(run.RejectedOrders),
                Number(run.Invoices),
                Kroner(run.Amount / 100m)
            );
        console.Write(table);
    }

    public static void Write(InvoiceRun run, IReadOnlyList<FactRow> timeline, IAnsiConsole console)
    {
        Write([run], console);
        foreach (var fact in timeline)
            console.WriteLine($"{Moment(fact.At)}  {fact.Kind}  {fact.Content}");
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

    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column).NoWrap());
        return table;
    }

    private static Text Number(long count) => Right(count.ToString(CultureInfo.InvariantCulture));

    private static Text Kroner(decimal amount) => Right(amount.ToString("0.00", CultureInfo.InvariantCulture));

    private static Text Right(string text) => new Text(text).RightJustified();

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string Moment(long milliseconds) =>
        At(milliseconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
