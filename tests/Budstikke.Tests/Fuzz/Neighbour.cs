using System.Text;
using Budstikke.Orders;
using Budstikke.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Fuzz;

/// <summary>Another client of the service, whose calls run beside odd ones: each must be answered as if it were
/// alone.</summary>
internal sealed class Neighbour : IDisposable
{
    private const string Connect = "/api/v1/connect";

    /// <summary>One call of so many sends an order.</summary>
    private const int SendsOneIn = 20;

    private readonly HttpClient _http;
    private readonly IReadOnlyList<(string Path, string Body)> _reads;
    private readonly string _order;

    private Neighbour(HttpClient http, IReadOnlyList<(string Path, string Body)> reads, string order) =>
        (_http, _reads, _order) = (http, reads, order);

    /// <summary>With an order that has been invoiced, and what each read of it says.</summary>
    public static async Task<Neighbour> In(BudstikkeApp app)
    {
        var added = await app.AddClient(BudstikkeApp.SampleClient);
        var order = await app.Submit(Samples.ToPerson, Samples.PersonalNumber, await app.CallerOf(added.ClientId));
        await app.RunJobs();
        var row = await app.Services.GetRequiredService<OrderStore>().Find(added.ClientId, order);
        var http = await app.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", added.Token);
        var reads = new List<(string, string)>();
        foreach (
            var path in new[]
            {
                $"{Connect}/orders/status/{order}",
                $"{Connect}/orders/details/{order}",
                $"{Connect}/orders/invoice-number/{order}",
                $"{Connect}/customers/details/{row!.CustomerId}",
                $"/api/v1/orders/{order}/timeline",
                $"/api/v1/orders/{order}/documents",
                $"/api/v1/orders/{order}/invoice.xml",
            }
        )
            reads.Add((path, await http.GetStringAsync(path)));
        return new(http, reads, PublishedOrder.Json);
    }

    /// <summary>Calls until it is enough, one after another; says how many orders it sent, and what was not
    /// right.</summary>
    public async Task<(int Calls, int Orders, IReadOnlyList<string> Faults)> Call(CancellationToken enough)
    {
        var (calls, orders, faults) = (0, 0, new List<string>());
        while (!enough.IsCancellationRequested && faults.Count == 0)
        {
            var isSend = ++calls % SendsOneIn == 0;
            orders += isSend ? 1 : 0;
            if (await (isSend ? Send() : Read(_reads[calls % _reads.Count])) is { } fault)
                faults.Add($"The neighbour's {fault}");
        }
        return (calls, orders, faults);
    }

    private async Task<string?> Read((string Path, string Body) read)
    {
        using var answer = await _http.GetAsync(read.Path);
        var body = await answer.Content.ReadAsStringAsync();
        return body == read.Body ? null : $"GET {read.Path} gave {(int)answer.StatusCode}: {body}";
    }

    private async Task<string?> Send()
    {
        using var content = new StringContent(_order, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"{Connect}/orders/invoice/create", content);
        return (int)answer.StatusCode == 201
            ? null
            : $"order gave {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}";
    }

    public void Dispose() => _http.Dispose();
}
