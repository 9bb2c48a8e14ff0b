using Budstikke.Callbacks;

namespace Budstikke.Tests.Callbacks;

public sealed class AnswerTextTests
{
    private const string Url =
        "https://client.example/cb?key=s3cr%2Bt+word&n=7&orderUuid=ODR1234567890&checksum=0123abcd";

    [Theory]
    [InlineData("ok", "ok")]
    [InlineData("no such order: ODR1234567890", "no such order: *")]
    [InlineData("GET /cb?key=s3cr%2Bt+word&n=7&checksum=0123abcd", "GET /cb?key=*&n=7&checksum=*")]
    [InlineData("checksum 0123ABCD is wrong", "checksum * is wrong")]
    [InlineData("key is s3cr+t word", "key is *")]
    [InlineData("{\"key\":\"s3cr\\u002Bt word\"}", "{\"key\":\"*\"}")]
    [InlineData("back=%2Fcb%3Fkey%3Ds3cr%252Bt%2Bword", "back=%2Fcb%3Fkey%3D*")]
    [InlineData("hush hush", "* *")]
    [InlineData("n was 7", "n was 7")]
    [InlineData("kunde 12345678901", "kunde 12345678901")]
    [InlineData("kunde 15838532192", "kunde *********92")]
    public void What_an_answer_repeats_of_ours_is_not_kept(string answer, string kept) =>
        AnswerText.Of(answer, isCutOff: false, Url, "hush").ShouldBe(kept);

    [Fact]
    public void An_empty_answer_is_none() => AnswerText.Of("", isCutOff: false, Url).ShouldBeNull();

    [Fact]
    public void The_first_two_thousand_characters_are_kept_with_a_mark_that_there_were_more()
    {
        var kept = AnswerText.Of(new string('x', 5000), isCutOff: false, Url)!;

        kept.ShouldBe(new string('x', AnswerText.MaxCharacters) + "…");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void No_end_of_what_was_read_shows_half_a_checksum(int times)
    {
        var checksum = new string('a', 20) + new string('b', 44);
        var said = string.Concat(Enumerable.Repeat($"checksum={checksum}&", times));

        for (var cut = Math.Max(0, said.Length - 200); cut <= said.Length; cut++)
            (
                AnswerText.Of(said[..cut], isCutOff: true, $"https://client.example/cb?checksum={checksum}") ?? ""
            ).ShouldNotContain("aaaa");
    }
}
