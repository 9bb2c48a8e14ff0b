using System.Text.Json;
using Budstikke.Clients;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>What the demonstration prints: a line for each step, for a person; with <c>--json</c> the result alone on
/// stdout.</summary>
internal sealed class DemoView(bool json)
{
    private readonly IAnsiConsole _console = TimelineView.ConsoleOf(json);

    public void Begin(string url, AddedClient client)
    {
        _console.MarkupLineInterpolated(
            $"[bold]Budstikke[/] listens on {url}, on an embedded database, with every channel simulated."
        );
        _console.MarkupLineInterpolated($"Client [bold]{client.ClientId}[/] was added. It sends the sample order.");
        _console.WriteLine();
    }

    public void Answered(int status, string body)
    {
        _console.MarkupLineInterpolated($"[bold]HTTP {status}[/] POST {RemoteOrders.CreatePath}");
        _console.WriteLine($"  {body}");
        _console.WriteLine();
    }

    public void Happened(JsonElement fact) => _console.Happened(fact);

    public void Received(ReceivedCallback callback)
    {
        var verdict = callback.IsGenuine ? "it is genuine" : "it is NOT genuine";
        _console.MarkupInterpolated($"               [green]{"(the client)", -20}[/] ");
        _console.WriteLine($"received the callback: {callback.Status}, NOK {callback.Amount}; {verdict}");
    }

    public void End(DemoResult result, string order)
    {
        _console.WriteLine();
        var end = result.IsWhole
            ? $"Invoice {result.Number} reached the customer by {result.DeliveredBy}, and the client was told."
            : $"Not whole: delivered by {result.DeliveredBy ?? "nobody"}, callback received "
                + $"{result.IsCallbackReceived}, genuine {result.IsChecksumRight}.";
        _console.MarkupLineInterpolated(result.IsWhole ? (FormattableString)$"[green]{end}[/]" : $"[red]{end}[/]");
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { order, result }, JsonOptions.Stored));
    }

    public void OpensConsole(Uri link)
    {
        _console.WriteLine();
        _console.WriteLine("Look at it in the browser (the link signs you in once, for ten minutes):");
        _console.WriteLine($"  {link}");
    }

    public void Stays() => _console.WriteLine("The service stays up; Ctrl+C ends it.");
}
