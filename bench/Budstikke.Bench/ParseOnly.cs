using System.Text;
using System.Text.Json;
using Budstikke.Tests.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Budstikke.Bench;

/// <summary>What Kestrel alone does here: reads the request, parses it as JSON, and answers as Send Invoice
/// does.</summary>
internal static class ParseOnly
{
    public const string Command = "parse-only";

    private static readonly byte[] s_answer = Encoding.UTF8.GetBytes(
        """
        {"status_code":201,"status_message":"OK","message":"orderAddedSuccessfully","is_data":false,
        "data":{"uuid":"ODR0000000000","customerUuid":"CSRT0000000000"}}
        """.ReplaceLineEndings("")
    );

    public static Task<NodeProcess> Start() => NodeProcess.Serve(typeof(ParseOnly).Assembly, [], Command);

    public static async Task Serve(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost(
            "/{**path}",
            async (HttpContext context) =>
            {
                using var order = await JsonDocument.ParseAsync(context.Request.Body);
                context.Response.StatusCode = order.RootElement.ValueKind == JsonValueKind.Object ? 201 : 417;
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = s_answer.Length;
                await context.Response.Body.WriteAsync(s_answer);
            }
        );
        await app.StartAsync(cancel);
        Console.WriteLine($"Listening on {app.Urls.First()}");
        await app.WaitForShutdownAsync(cancel);
    }
}
