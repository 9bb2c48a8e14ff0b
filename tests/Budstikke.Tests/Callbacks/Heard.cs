using System.Globalization;
using Budstikke.Callbacks;
using Microsoft.AspNetCore.Http.Features;
using StandardWebhooks;

namespace Budstikke.Tests.Callbacks;

/// <summary>All that a client's server hears, and its checks by another's library.</summary>
internal static class Heard
{
    /// <summary>It answers with one status after another, the last for good.</summary>
    public static List<ReceivedCall> By(Receiver receiver, params int[] statuses)
    {
        var heard = new List<ReceivedCall>();
        receiver.Answer = async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            var text = await body.ReadToEndAsync();
            lock (heard)
            {
                if (statuses.Length > 0)
                    context.Response.StatusCode = statuses[Math.Min(heard.Count, statuses.Length - 1)];
                heard.Add(
                    new(
                        context.Request.Method,
                        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                        context.Request.Headers.ToDictionary(
                            one => one.Key.ToLowerInvariant(),
                            one => one.Value.ToString()
                        ),
                        text
                    )
                );
            }
        };
        return heard;
    }

    public static string Id(this ReceivedCall call) => call.Headers["webhook-id"];

    public static DateTimeOffset SentAt(this ReceivedCall call) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));

    /// <summary>Its signatures, in their order, are of these secrets.</summary>
    public static void ShouldBeSignedBy(this ReceivedCall call, params IEnumerable<string> secrets) =>
        call.Headers["webhook-signature"]
            .ShouldBe(
                string.Join(
                    ' ',
                    secrets.Select(secret =>
                        new StandardWebhook(Signature.LibrarySecret(secret)).Sign(
                            call.Id(),
                            call.SentAt(),
                            call.IsPost ? call.Body : call.Target
                        )
                    )
                )
            );
}
