using System.Text;
using Budstikke.Clients;
using Budstikke.Connect;
using Microsoft.AspNetCore.Http;

namespace Budstikke.Tests.Connect;

public sealed class EnvelopeTests
{
    private static readonly DateTimeOffset s_moment = new(2026, 3, 19, 10, 57, 1, 20, TimeSpan.FromHours(1));

    [Fact]
    public void An_accepted_order_is_answered_with_two_uuids_and_is_data_false() =>
        Envelope
            .OrderAdded("ODR3506777330", "CSRT3463048878")
            .ShouldRead(
                201,
                """
                {"status_code":201,"status_message":"OK","message":"orderAddedSuccessfully",
                "is_data":false,"data":{"uuid":"ODR3506777330","customerUuid":"CSRT3463048878"}}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void Data_may_be_a_list_or_null_whatever_is_data_says()
    {
        Envelope
            .Success(
                200,
                "Order Status Retrieved Successfully",
                isData: true,
                json =>
                {
                    json.WriteStartArray();
                    json.WriteEndArray();
                }
            )
            .ShouldRead(
                200,
                """
                {"status_code":200,"status_message":"OK",
                "message":"Order Status Retrieved Successfully","is_data":true,"data":[]}
                """.ReplaceLineEndings("")
            );
        Envelope
            .Success(202, "resentOrderSuccessfully", isData: true)
            .ShouldRead(
                202,
                """
                {"status_code":202,"status_message":"OK","message":"resentOrderSuccessfully",
                "is_data":true,"data":null}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public void A_conflict_is_no_error() =>
        Envelope
            .Conflict("orderStatusAlreadyPaid")
            .ShouldRead(
                400,
                """
                {"status_code":400,"status_message":"Conflict of Business Logic",
                "message":"orderStatusAlreadyPaid","is_error":false,"errors":null}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void A_caller_without_a_token_is_unauthorized() =>
        Envelope
            .Unauthorized(TokenFault.Unknown)
            .ShouldRead(
                401,
                """
                {"status_code":401,"status_message":"Unauthorized","message":"unauthenticated",
                "is_error":true,"errors":null}
                """.ReplaceLineEndings("")
            );

    [Theory]
    [InlineData(NotFoundMessage.Order, "orderNotFound")]
    [InlineData(NotFoundMessage.OrderOfStatus, "Order Not Found")]
    [InlineData(NotFoundMessage.Path, "notFound")]
    public void What_is_not_found_has_null_for_data(string message, string expected) =>
        Envelope
            .NotFound(message)
            .ShouldRead(
                404,
                $$"""
                {"status_code":404,"status_message":"Not Found","message":"{{expected}}",
                "is_data":false,"data":null}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void A_wrong_method_is_answered_in_the_envelope_too() =>
        Envelope
            .OfUnanswered(405)
            .ShouldNotBeNull()
            .ShouldRead(
                405,
                """
                {"status_code":405,"status_message":"Method Not Allowed",
                "message":"methodNotAllowed","is_error":true,"errors":null}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void Errors_are_a_flat_list_of_readable_texts() =>
        Envelope
            .Invalid(["The order date must be a valid unix timestamp.", "It's <ø> + \"é\""])
            .ShouldRead(
                417,
                """
                {"status_code":417,"status_message":"Client Error",
                "message":"payloadValidationErrors","is_error":true,"errors":[
                "The order date must be a valid unix timestamp.","It's <ø> + \"é\""]}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void Who_asks_too_often_or_comes_when_it_is_too_busy_is_told_when_to_return()
    {
        var often = Envelope.TooManyRequests(17);
        often.ShouldRead(
            429,
            """
            {"status_code":429,"status_message":"Too Many Requests","message":"tooManyRequests",
            "is_error":true,"errors":null}
            """.ReplaceLineEndings("")
        );
        often.RetryAfterSeconds.ShouldBe(17);
        var busy = Envelope.TooBusy(2);
        busy.ShouldRead(
            503,
            """
            {"status_code":503,"status_message":"Service Unavailable",
            "message":"tooBusyPleaseTryAgain","is_error":true,"errors":null}
            """.ReplaceLineEndings("")
        );
        busy.RetryAfterSeconds.ShouldBe(2);
    }

    [Fact]
    public void A_failed_dependency_says_when_in_UTC_and_where_the_log_has_it() =>
        Envelope
            .DependencyFailed(s_moment, "4bf92f35")
            .ShouldRead(
                500,
                """
                {"status_code":500,"status_message":"Internal Dependency Error",
                "message":"internalErrorOccurredPleaseTryAgainLater","is_error":true,
                "errors":{"happenedAt":"2026-03-19T09:57:01.020Z","internalErrorDetails":[
                "trace 4bf92f35"]}}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public void A_defect_of_ours_shows_its_trace_alone() =>
        Envelope
            .Defect("4bf92f35")
            .ShouldRead(
                510,
                """
                {"status_code":510,"status_message":"Execution Exception Occurred",
                "message":"somethingWentWrong","is_error":true,"errors":["trace 4bf92f35"]}
                """.ReplaceLineEndings("")
            );

    [Fact]
    public async Task Every_answer_has_the_headers_of_the_API()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Features.Set(new RateWindow(Limit: 240, Remaining: 228));
        var answer = Envelope.TooManyRequests(17);
        await answer.WriteTo(context);
        context.Response.StatusCode.ShouldBe(429);
        ((MemoryStream)context.Response.Body).ToArray().ShouldBe(answer.Body);
        var headers = context.Response.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        headers.ShouldBe(
            new Dictionary<string, string>
            {
                ["content-type"] = "application/json",
                ["content-length"] = $"{answer.Body.Length}",
                ["cache-control"] = "no-cache, private",
                ["access-control-allow-origin"] = "*",
                ["x-ratelimit-limit"] = "240",
                ["x-ratelimit-remaining"] = "228",
                ["retry-after"] = "17",
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Who_is_not_counted_is_told_no_limit()
    {
        var context = new DefaultHttpContext();
        await Envelope.Unauthorized(TokenFault.Missing).WriteTo(context);
        context.Response.Headers.ContainsKey("x-ratelimit-limit").ShouldBeFalse();
    }

    [Theory]
    [InlineData(TokenFault.Missing, "Bearer error_description=\"The token is missing.\"")]
    [InlineData(TokenFault.Malformed, "Bearer error=\"invalid_token\", error_description=\"The token is malformed.\"")]
    [InlineData(TokenFault.Unknown, "Bearer error=\"invalid_token\", error_description=\"The token is unknown.\"")]
    [InlineData(TokenFault.Expired, "Bearer error=\"invalid_token\", error_description=\"The token is expired.\"")]
    [InlineData(TokenFault.Revoked, "Bearer error=\"invalid_token\", error_description=\"The token is revoked.\"")]
    public async Task A_401_says_what_was_wrong_with_the_token(object fault, string challenge)
    {
        var context = new DefaultHttpContext();
        await Envelope.Unauthorized((TokenFault)fault).WriteTo(context);
        context.Response.Headers.WWWAuthenticate.ToString().ShouldBe(challenge);
    }
}

internal static class AnswerReading
{
    public static void ShouldRead(this Answer answer, int status, string body)
    {
        answer.Status.ShouldBe(status);
        Encoding.UTF8.GetString(answer.Body).ShouldBe(body);
    }
}
